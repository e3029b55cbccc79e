# Tests, linters and type checkers run in environments made from the lock: no .venv, nothing left in the sources, kept results.
needs go
timeout 900
remember apps
$ nx run-many -t test lint typecheck format-check
> Successfully ran targets
exists dist/apps/py-app/test/junit.xml
unchanged apps
missing .venv
$ nx run-many -t test lint typecheck format-check
> Cache:             12/12 hit
# What is typed behind a target reaches the tool, with dashes and without.
$ nx test py-app -k hello
> 1 passed, 2 deselected
$ nx test py-app -- -k data
> 1 passed, 2 deselected
$ nx test py-app --args="-k 'hello or data'"
> 2 passed, 1 deselected
$ nx test py-app tests/test_cli.py::test_crunch_is_deterministic
> 1 passed
$ nx test py-app --coverage
exists dist/apps/py-app/test/coverage.xml
unchanged apps
# What writes sources is not kept, so it is refused where results are.
$ nx lint py-app -- --fix
! --fix writes sources
exit fails
# Nothing of the shell gets in unless the key knows it.
env KILN_STORY_WORD=spoken
$ nx test py-app --passEnv=KILN_STORY_WORD
! its key does not hold KILN_STORY_WORD
exit fails
$ nx start py-app hello --name ada
> Hello, Ada
# A failure keeps the tool's own words, and says how to do the same by hand.
append apps/py-app/tests/test_cli.py <<EOF


def test_wrong():
    assert run("crunch", "--count", "3") == {}
EOF
$ nx test py-app
! AssertionError
! the same by hand: cd
! error[TESTS_FAILED] tests failed
exit fails
exists dist/apps/py-app/test/junit.xml
append apps/py-app/src/py_app/greetings.py <<EOF
import   os
EOF
$ nx run py-app:format
$ nx run py-app:format-check
$ nx lint py-app
! F401
exit fails
