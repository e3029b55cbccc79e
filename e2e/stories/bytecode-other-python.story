# Bytecode in its layouts: the Python that it was compiled for runs it, another one says which it needs.
workspace tiny
needs go
write apps/tiny/src/tiny/__main__.py <<EOF
from tiny.cli import main

main()
EOF
$ nx bytecode tiny
exists dist/apps/tiny/bytecode/tiny/cli.pyc
missing dist/apps/tiny/bytecode/tiny/cli.py
$ sh: PYTHONPATH=dist/apps/tiny/bytecode $(ls -d {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3) -m tiny
> tiny
$ sh: PYTHONPATH=dist/apps/tiny/bytecode python3 -B -c 'import tiny.cli'
! ImportError: tiny was compiled for CPython 3.14, this is CPython 3
exit fails
$ nx bytecode tiny --layout=zip
$ sh: PYTHONPATH=dist/apps/tiny/bytecode/tiny.zip $(ls -d {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3) -m tiny
> tiny
$ sh: PYTHONPATH=dist/apps/tiny/bytecode/tiny.zip python3 -B -c 'import tiny.cli'
! ImportError: tiny was compiled for CPython 3.14, this is CPython 3
exit fails
$ nx bytecode tiny --layout=pycache --invalidation=timestamp
! error[OPTION_INVALID] invalidation=timestamp needs sourceTime
exit fails
$ nx bytecode tiny --scope=site
! error[OPTION_INVALID] bytecode is cached, and its key does not hold what scope=site reads
exit fails
