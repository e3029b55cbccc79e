# An application for older Pythons is built like any other and behaves like it: isolated, with its own interpreter.
needs go
workspace tiny
timeout 600
replace apps/tiny/pyproject.toml ">=3.14" ">=3.10"
replace apps/tiny/uv.lock ">=3.14" ">=3.10"
append apps/tiny/pyproject.toml <<EOF
[tool.kiln]
pythons = ["3.11"]
EOF
write apps/tiny/src/tiny/cli.py <<EOF
import multiprocessing
import subprocess
import sys


def main():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(abs, [-1, 2]))
    print(sys.argv[1:], sys.version_info[:2], sys.flags.isolated, sys.orig_argv[1:], sys.warnoptions)
    child = [sys.executable, "-c", "import sys, tiny; print(sys.argv, tiny.__name__)", "é"]
    print(subprocess.run(child, capture_output=True, text=True).stdout)
    return 7
EOF
$ nx build tiny --pythonFlags=unbuffered
json dist/apps/tiny/{host}/kiln.json python 3.11.11
env PYTHONPATH=/nowhere
env PYTHONHOME=/nowhere
$ dist/apps/tiny/{host}/tiny/tiny "a b" é
> [1, 2]
> ['a b', 'é'] (3, 11) 1 ['a b', 'é'] []
> ['-c', 'é'] tiny
exit 7
