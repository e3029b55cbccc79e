# The environment that a project has by itself is used where it says so, and then nothing is kept; applications start from sources.
needs go
workspace tiny
timeout 600
remove apps/tiny
write shop/pyproject.toml <<EOF
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.14"
[project.scripts]
shop = "shop:main"
[dependency-groups]
test = ["pytest"]
[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
EOF
write shop/src/shop/__init__.py <<EOF
import signal
import sys
import time


def main() -> None:
    print(f"arguments {sys.argv[1:]}", flush=True)
    if "serve" in sys.argv:
        signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
        print("serving", flush=True)
        time.sleep(600)
    sys.exit(len(sys.argv) - 1)
EOF
write shop/tests/test_shop.py <<EOF
import sys


def test_where() -> None:
    print("runs in", sys.prefix)
EOF
$ nx bytecode shop
$ sh: cd shop && {tools}/tools/uv-*/uv lock -q --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
$ nx test shop --environment=project
! test is cached, and nobody knows what the project’s environment holds
! write environment = "project" into [tool.kiln.test]
exit fails
append shop/pyproject.toml <<EOF
[tool.kiln.test]
environment = "project"
EOF
# Most teams' defaults cache all tests: this target works there, and keeps nothing all the same.
write nx.json <<EOF
{ "analytics": false, "neverConnectToCloud": true, "plugins": ["nx-kiln"], "targetDefaults": { "test": { "cache": true } } }
EOF
$ nx test shop
! error[TOOL_MISSING] shop has no environment of its own
! shop/.venv
exit fails
$ sh: cd shop && {tools}/tools/uv-*/uv sync -q --no-install-project --all-groups --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
$ nx test shop -- -s
> runs in {workspace}/shop/.venv
$ sh: cd shop && {tools}/tools/uv-*/uv pip uninstall -q --python .venv/bin/python pytest
# The same files and words: a kept result would pass.
$ nx test shop -- -s
! No module named pytest
exit fails
# Applications: arguments go through, what they end with counts, Ctrl-C reaches them.
$ nx start shop
> arguments []
$ nx start shop one --two
> arguments ['one', '--two']
! error[APP_FAILED] shop ended with 2
exit fails
& shop $ nx start shop serve
until shop "serving"
signal shop SIGINT
join shop
exit fails
idle
