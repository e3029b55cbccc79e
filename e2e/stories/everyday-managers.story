# Projects of other managers are tested and locked by their own locks: pdm, and requirements that uv has compiled.
needs go
workspace tiny
timeout 900
remove apps/tiny
write apps/store/pyproject.toml <<EOF
[project]
name = "store"
version = "2.0"
requires-python = ">=3.14"
dependencies = ["click>=8.1"]
[project.scripts]
store = "store:main"
[dependency-groups]
test = ["pytest>=9"]
[build-system]
requires = ["pdm-backend"]
build-backend = "pdm.backend"
EOF
write apps/store/src/store/__init__.py <<EOF
import click


@click.command()
def main():
    click.echo("open")
EOF
write apps/store/tests/test_store.py <<EOF
from importlib.metadata import version

from click.testing import CliRunner

from store import main


def test_store():
    assert CliRunner().invoke(main, []).output == "open\n"
    assert version("store") == "2.0"
EOF
write apps/old/setup.cfg <<EOF
[metadata]
name = old
version = 3.0
[options]
py_modules = old
install_requires =
    click
[options.entry_points]
console_scripts =
    old = old:main
EOF
write apps/old/old.py <<EOF
import click


@click.command()
def main():
    click.echo("old")
EOF
write apps/old/test_old.py <<EOF
from click.testing import CliRunner

from old import main


def test_old():
    assert CliRunner().invoke(main, []).output == "old\n"
EOF
write apps/old/requirements.in <<EOF
click
EOF
write apps/old/requirements-dev.in <<EOF
pytest
EOF
# Brings uv and the interpreter.
$ nx bytecode old
$ sh: cd apps/old && {tools}/tools/uv-*/uv pip compile -q --python-version 3.14 --generate-hashes requirements.in -o requirements.txt
$ sh: cd apps/old && {tools}/tools/uv-*/uv pip compile -q --python-version 3.14 --generate-hashes requirements-dev.in -o requirements-dev.txt
$ nx test old
> 1 passed
$ sh: cd apps/store && {tools}/tools/uv-*/uv tool run --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3 --with 'hishel<1.1' --with 'unearth<0.18' pdm lock -q && rm -rf .pdm-python .cache
remember apps
$ nx run-many -t test
> Successfully ran target test for 2 projects
unchanged apps
$ nx start store
> open
$ nx build old
$ dist/apps/old/{host}/old/old
> old
$ nx lock store
! apps/store/pdm.lock
unchanged apps
$ nx lock old
! apps/old/requirements.txt
unchanged apps
