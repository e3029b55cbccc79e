# pyright and basedpyright run by the Node of the lock, or not at all: nothing of the machine, nothing downloaded on the way.
needs go
workspace tiny
timeout 1200
remove apps/tiny
write shop/pyproject.toml <<EOF
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.14"
dependencies = ["click"]
[dependency-groups]
typing = ["pyright"]
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
EOF
write shop/inner/pyproject.toml <<EOF
[project]
name = "inner"
version = "1"
EOF
write shop/inner/inner.py <<EOF
word: int = "no number"
EOF
# Brings uv and the interpreter.
$ nx bytecode shop
$ sh: cd shop && {tools}/tools/uv-*/uv lock -q --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
$ nx typecheck shop
! error[TOOL_MISSING] pyright needs Node, and the lock has none for it
! declare pyright[nodejs]
exit fails
replace shop/pyproject.toml '"pyright"' '"pyright[nodejs]"'
$ nx typecheck shop
! error[LOCK_OUTDATED]
exit fails
$ nx lock shop
> shop/uv.lock
remember shop/src
$ nx typecheck shop
> 0 errors
unchanged shop/src
append shop/src/shop/__init__.py <<EOF


word: int = "no number"
EOF
$ nx typecheck shop
! error: Type "Literal['no number']"
! error[CHECK_FAILED] pyright ended with 1
exit fails
# What basedpyright is told to overlook is in the key, and it does not write it anew.
remove shop/inner
replace shop/pyproject.toml '"pyright[nodejs]"' '"basedpyright"'
$ nx lock shop
$ nx typecheck shop
! error[CHECK_FAILED] basedpyright ended with 1
exit fails
write shop/.basedpyright/baseline.json <<EOF
{ "files": { "./src/shop/__init__.py": [
  { "code": "reportAssignmentType", "range": { "startColumn": 12, "endColumn": 23, "lineCount": 1 } },
  { "code": "reportAssignmentType", "range": { "startColumn": 99, "endColumn": 999, "lineCount": 1 } }
] } }
EOF
remember shop/.basedpyright
$ nx typecheck shop
> 0 errors
unchanged shop/.basedpyright
$ nx typecheck shop
> Cache:             2/2 hit
write shop/.basedpyright/baseline.json <<EOF
{ "files": {} }
EOF
$ nx typecheck shop
! error[CHECK_FAILED] basedpyright ended with 1
exit fails
$ nx typecheck shop -- --writebaseline
! typecheck is cached, and --writebaseline writes sources
exit fails
