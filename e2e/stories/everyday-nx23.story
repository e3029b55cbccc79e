# Everyday work with Nx 23: the same targets, arguments, results that are kept, and failures that are not.
needs go
workspace fresh
timeout 900
$ npm install --save-dev nx@23.2.1
$ nx add nx-kiln
$ nx g nx-kiln:init --runtimes=go-module
write shop/pyproject.toml <<EOF
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.14"
dependencies = ["click"]
[project.scripts]
shop = "shop:main"
[dependency-groups]
test = ["pytest", "pytest-cov"]
lint = ["ruff"]
typing = ["ty"]
[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
EOF
write shop/src/shop/__init__.py <<EOF
import click


@click.command()
@click.argument("number", type=int)
def main(number: int) -> None:
    click.echo(number / 2)
    raise SystemExit(number)
EOF
write shop/tests/test_shop.py <<EOF
from click.testing import CliRunner

from shop import main


def test_output() -> None:
    assert CliRunner().invoke(main, ["4"]).output == "2.0\n"


def test_code() -> None:
    assert CliRunner().invoke(main, ["4"]).exit_code == 4
EOF
$ nx bytecode shop
$ sh: cd shop && {cache}/tools/uv-*/uv lock -q --python {cache}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
remember shop
$ nx run-many -t test lint typecheck format-check
> Successfully ran targets
unchanged shop
$ nx run-many -t test lint typecheck format-check
> read the output from the cache instead of running the command for 5 out of 5 tasks
$ nx test shop -k code
> 1 passed, 1 deselected
$ nx test shop -- -k output --no-header
> 1 passed, 1 deselected
$ nx test shop --coverage
exists dist/shop/test/coverage.xml
exists dist/shop/test/junit.xml
remove dist
$ nx test shop --coverage
> [local cache]
exists dist/shop/test/coverage.xml
$ nx start shop 0
> 0.0
$ nx start shop 7
! error[APP_FAILED] shop ended with 7
exit fails
append shop/src/shop/__init__.py <<EOF
import   os
word: int = "no number"
EOF
$ nx typecheck shop
! error[invalid-assignment]
exit fails
$ nx lint shop
! F401
exit fails
$ nx run shop:format
> 1 file reformatted
$ nx run shop:format-check
replace shop/tests/test_shop.py "== 4" "== 5"
$ nx test shop
! error[TESTS_FAILED] tests failed
exit fails
