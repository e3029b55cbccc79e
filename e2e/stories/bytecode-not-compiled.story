# Three levels at once, and templates that are no Python: what does not compile is named with its place, every time.
workspace tiny
needs go
write apps/tiny/src/tiny/templates/new.py <<EOF
class {{ name }}:
    pass
EOF
$ nx bytecode tiny
! apps/tiny/src/tiny/templates/new.py:1:7: SyntaxError
exit fails
append apps/tiny/pyproject.toml <<EOF

[tool.kiln.bytecode]
on-error = "warn"
may-fail = ["tiny/templates/**"]
layout = "pycache"
optimize = [0, 1, 2]
EOF
$ nx bytecode tiny
> ! not compiled, and left as they are:
> tiny/templates/new.py:1:7: SyntaxError
exists dist/apps/tiny/bytecode/tiny/templates/new.py
exists dist/apps/tiny/bytecode/tiny/cli.py
exists dist/apps/tiny/bytecode/tiny/__pycache__/cli.cpython-314.pyc
exists dist/apps/tiny/bytecode/tiny/__pycache__/cli.cpython-314.opt-1.pyc
exists dist/apps/tiny/bytecode/tiny/__pycache__/cli.cpython-314.opt-2.pyc
append apps/tiny/src/tiny/cli.py <<EOF
def broken(:
EOF
$ nx bytecode tiny
! apps/tiny/src/tiny/cli.py:5:12: SyntaxError
exit fails
