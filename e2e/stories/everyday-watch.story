# `nx watch` runs tests again when a file changes, those of its project and of who depends on it, until it is stopped.
needs go
workspace tiny
timeout 600
remove apps/tiny
write libs/prices/pyproject.toml <<EOF
[project]
name = "prices"
version = "1.0"
requires-python = ">=3.14"
[tool.kiln.test]
tool = "unittest"
EOF
write libs/prices/src/prices/__init__.py <<EOF
def double(number):
    return 2 * number
EOF
write libs/prices/tests/test_prices.py <<EOF
import unittest
from prices import double


class Test(unittest.TestCase):
    def test(self):
        self.assertEqual(double(2), 4)
EOF
write apps/shop/pyproject.toml <<EOF
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.14"
dependencies = ["prices"]
[tool.uv.sources]
prices = { path = "../../libs/prices" }
[tool.kiln.test]
tool = "unittest"
EOF
write apps/shop/src/shop/__init__.py <<EOF
import prices

TOTAL = prices.double(5)
EOF
write apps/shop/tests/test_shop.py <<EOF
import unittest
from shop import TOTAL


class Test(unittest.TestCase):
    def test(self):
        self.assertEqual(TOTAL, 10)
EOF
$ nx run-many -t test
> Successfully ran target test for 2 projects
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
# Watching is the daemon's work. In the foreground, it ends with the story.
env NX_DAEMON=true
& daemon $ node node_modules/nx/dist/src/daemon/server/start.js
until daemon "Started listening"
& watch $ nx watch --all --verbose -- nx affected -t test
until watch "watch process waiting"
replace libs/prices/src/prices/__init__.py "2 *" "3 *"
until watch "- shop:test"
replace libs/prices/src/prices/__init__.py "3 *" "number +"
until watch "Successfully ran target test for 2 projects"
remember apps
append apps/shop/src/shop/__init__.py <<EOF
MORE = TOTAL
EOF
until watch "Cache:             1/2 hit"
signal watch SIGINT
join watch
! error[TESTS_FAILED] tests failed
exit 130
signal daemon SIGTERM
join daemon
idle
