# Several launchers on one runtime, with data beside them, defaults of the environment, and sources for tracebacks.
needs go
workspace tiny
timeout 600
write apps/tiny/src/tiny/more.py <<EOF
import inspect, os, pathlib, sys


def where():
    home = pathlib.Path(os.environ["TINY_HOME"])
    print((home / "greeting.txt").read_text().strip(), sys.argv[0].rsplit("/")[-1])
    print(inspect.getsource(where).splitlines()[0], sys.flags.dev_mode)


def fail():
    raise SystemExit(ERROR)


async def later():
    pass


ERROR = 3
EOF
write greetings/greeting.txt <<EOF
hello from a file
EOF
append apps/tiny/pyproject.toml <<EOF

[tool.kiln.freeze]
entry-points = ["where=tiny.more:where", "fail=tiny.more:fail"]
data = ["../../greetings:etc"]
env = ["TINY_HOME={bundle}/etc"]
python-flags = ["dev"]
sources = "app"
EOF
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny
$ dist/apps/tiny/{host}/tiny/where
> hello from a file where
> def where(): True
$ dist/apps/tiny/{host}/tiny/fail
exit 3
# Data is in the key, wherever it lies.
write greetings/greeting.txt <<EOF
another one
EOF
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/where
> another one
env TINY_HOME=/nowhere
$ dist/apps/tiny/{host}/tiny/where
! /nowhere/greeting.txt
exit fails
remove greetings
$ nx build tiny
! error[OPTION_INVALID]
! there is no greetings
exit fails
write greetings/greeting.txt <<EOF
EOF
$ nx build tiny --entryPoint=tiny.more:later
! error[ENTRY_POINT_MISSING]
! 'later' is a coroutine function
exit fails
$ nx build tiny --entryPoint=tiny.more:ERROR
! 'ERROR' is a value and no function
exit fails
