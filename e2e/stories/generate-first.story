# A workspace without Python yet: an application and a library from generators, built, tested, linted and typed at once.
workspace tiny
timeout 900
remove apps
# What a dry run says is what comes: nothing before, nothing else afterwards.
$ nx g nx-kiln:lib libs/acme-text --layout=namespace --dry-run
> CREATE pyproject.toml
> CREATE libs/acme-text/pyproject.toml
> CREATE libs/acme-text/src/acme/text/__init__.py
> CREATE libs/acme-text/src/acme/text/py.typed
> CREATE libs/acme-text/tests/test_text.py
> uv.lock is made when these files are written
missing libs
missing uv.lock
missing pyproject.toml
$ nx g nx-kiln:lib libs/acme-text --layout=namespace
exists uv.lock
$ nx g nx-kiln:app apps/hello --dependencies=acme-text --description="Says hello"
> UPDATE pyproject.toml
$ sh: git init -q . && git add -A && git status --short | grep -v "^A  \(package\|nx\|kiln\|[.]\)" | cut -c4- | sort | tr "\n" " "
> apps/hello/pyproject.toml apps/hello/src/hello/__init__.py apps/hello/src/hello/cli.py apps/hello/tests/test_cli.py libs/acme-text/pyproject.toml libs/acme-text/src/acme/text/__init__.py libs/acme-text/src/acme/text/py.typed libs/acme-text/tests/test_text.py pyproject.toml uv.lock
$ nx run-many -t build test lint typecheck format-check -p hello acme-text
> Successfully ran targets
$ dist/apps/hello/{host}/hello/hello Ada
> Hello, Ada!
json dist/apps/hello/{host}/sbom.cdx.json metadata.component.name hello
json dist/libs/acme-text/build/sbom.cdx.json metadata.component.name acme-text
# Typed as the application will be told: what the library says is known there.
append apps/hello/src/hello/cli.py <<EOF


from acme.text import greet as named

named(1)
EOF
$ nx typecheck hello
! arg-type
exit fails
missing .venv
