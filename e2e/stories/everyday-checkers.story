# ty, flake8, black, unittest and coverage for real: green and red, in a folder with a space, with another project inside.
needs go
workspace tiny "a b"
timeout 900
remove apps/tiny
write pyproject.toml <<EOF
[tool.uv.workspace]
members = ["apps/*", "libs/*"]
EOF
write "apps/the shop/pyproject.toml" <<EOF
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.14"
dependencies = ["prices"]
[project.scripts]
shop = "shop:main"
[dependency-groups]
test = ["coverage>=7"]
lint = ["flake8", "black"]
typing = ["ty"]
[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
[tool.uv.sources]
prices = { workspace = true }
[tool.kiln.test]
tool = "unittest"
EOF
write "apps/the shop/src/shop/__init__.py" <<EOF
from prices import double


def main() -> None:
    print(double(21))


def half(number: int) -> float:
    return number / 2
EOF
write "apps/the shop/tests/test_shop.py" <<EOF
import unittest

from shop import half


class Test(unittest.TestCase):
    def test_half(self) -> None:
        self.assertEqual(half(4), 2.0)
EOF
write "apps/the shop/project.json" <<EOF
{ "name": "shop", "targets": { "test": { "configurations": { "measured": { "coverage": true } } } } }
EOF
write libs/prices/pyproject.toml <<EOF
[project]
name = "prices"
version = "1.0"
requires-python = ">=3.14"
[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"
EOF
write libs/prices/src/prices/__init__.py <<EOF
def double(number: int) -> int:
    return 2 * number
EOF
# A project inside of the shop, wrong in every respect, and a folder of the same name that belongs to the shop.
write "apps/the shop/plug in/pyproject.toml" <<EOF
[project]
name = "plug-in"
version = "1"
EOF
write "apps/the shop/plug in/plug_in.py" <<EOF
import   os
word: int = "no number"
EOF
write "apps/the shop/src/shop/plug in/tool.py" <<EOF
number: int = 1
EOF
# Brings uv and the interpreter.
$ nx bytecode prices
$ sh: {tools}/tools/uv-*/uv lock -q --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
remember apps
$ nx run-many -t test lint typecheck format-check -p shop
> Successfully ran targets
$ nx run-many -t test lint typecheck format-check -p shop
> Cache:             5/5 hit
unchanged apps
# Coverage by a configuration; its report comes back from the cache.
$ nx test shop -c measured
> src/shop/__init__.py
exists "dist/apps/the shop/test/coverage.xml"
remove dist
$ nx test shop -c measured
> Cache:             2/2 hit
exists "dist/apps/the shop/test/coverage.xml"
$ nx test shop -- -v -k half
! test_half
$ nx test shop -- -k zebra
! unittest found no tests
exit fails
append "apps/the shop/pyproject.toml" <<EOF
[tool.coverage.run]
parallel = true
[tool.coverage.report]
fail_under = 99
EOF
$ nx test shop -c measured
! error[TESTS_FAILED] less is covered than [tool.coverage.report] wants
exit fails
exists "dist/apps/the shop/test/coverage.xml"
replace "apps/the shop/pyproject.toml" "fail_under = 99" "fail_under = 9"
$ nx test shop -c measured
> TOTAL
# A library's signature counts for who uses it.
replace libs/prices/src/prices/__init__.py "number: int" "number: str"
$ nx typecheck shop
! error[invalid-argument-type]
! error[CHECK_FAILED] ty ended with 1
exit fails
replace libs/prices/src/prices/__init__.py "number: str" "number: int"
$ nx typecheck shop
> All checks passed!
# What git ignores, ty does not look at: a line of .gitignore is another result.
$ git init -qb main
write "apps/the shop/src/shop/wrong.py" <<EOF
number: int = "no number"
EOF
$ nx typecheck shop
! error[invalid-assignment]
exit fails
write "apps/the shop/src/shop/.gitignore" <<EOF
wrong.py
EOF
$ nx typecheck shop
> All checks passed!
remove "apps/the shop/src/shop/.gitignore"
$ nx typecheck shop
! error[invalid-assignment]
exit fails
remove "apps/the shop/src/shop/wrong.py"
# Settings of the whole workspace do not make it look at the whole workspace; folders that are left out are left out at their place.
append pyproject.toml <<EOF
[tool.ty.rules]
division-by-zero = "error"
EOF
write libs/prices/tests/test_wrong.py <<EOF
word: int = "no number"
EOF
$ nx typecheck shop
> All checks passed!
write "apps/the shop/src/shop/plug in/tool.py" <<EOF
import sys
number: int = "no number"
EOF
$ nx typecheck shop
! error[invalid-assignment]
exit fails
$ nx lint shop
! tool.py:1:1: F401
not plug_in.py
exit fails
# The formatter writes the shop's files, not those of the project inside of it; what it says is not kept.
write "apps/the shop/src/shop/plug in/tool.py" <<EOF
word  =  'ugly'
EOF
$ nx format-check shop
! black would format what stands above
exit fails
$ nx lint shop
! tool.py:1:5: E221
! error[CHECK_FAILED] flake8 ended with 1
exit fails
$ nx run shop:format
! 1 file reformatted
$ nx run shop:format
! left unchanged
$ nx run-many -t lint format-check -p shop
$ grep -q 'word = "ugly"' "apps/the shop/src/shop/plug in/tool.py"
$ grep -q "import   os" "apps/the shop/plug in/plug_in.py"
# Arguments that write are refused where results are kept.
$ nx typecheck shop -- --fix
! typecheck is cached, and --fix writes sources
exit fails
$ nx test shop
replace "apps/the shop/tests/test_shop.py" "2.0" "3.0"
$ nx test shop
! AssertionError: 2.0 != 3.0
! error[TESTS_FAILED] tests failed
exit fails
