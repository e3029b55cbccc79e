# Bundles of older Pythons: the launcher starts each of them, and the same commands work.
needs go
each 3.10 3.11
workspace tiny
timeout 600
replace apps/tiny/pyproject.toml ">=3.14" ">=3.10"
replace apps/tiny/uv.lock ">=3.14" ">=3.10"
# Not on the command line: Nx takes 3.10 for a number there.
write .python-version <<EOF
{each}
EOF
write apps/tiny/src/tiny/cli.py <<EOF
import json, multiprocessing, sqlite3, ssl, subprocess, sys

def square(n):
    return n * n

def main():
    code = "import sys; print(sys.version_info[:2] == tuple(map(int, '{each}'.split('.'))))"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.strip()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        squares = pool.map(square, range(4))
    print(json.dumps({"python": "%d.%d" % sys.version_info[:2], "child": child, "squares": squares, "arguments": sys.argv[1:]}))
EOF
$ nx build tiny
> Successfully ran target build for project tiny
copy dist/apps/tiny/{host}/tiny "{root}/moved é"
remove dist
env PYTHONHOME=/nowhere
$ "{root}/moved é/tiny" one "two words"
> {"python": "{each}", "child": "True", "squares": [0, 1, 4, 9], "arguments": ["one", "two words"]}
