# Generators in a workspace that has Python: they join its lock, keep what its people wrote, and refuse what would clash.
timeout 600
$ nx g nx-kiln:lib libs/acme-more --python=3.14 --test=none --typecheck=none
not UPDATE pyproject.toml
> CREATE libs/acme-more/pyproject.toml
$ sh: grep -A3 'name = "acme-more"' uv.lock
> libs/acme-more
# No pattern takes this one: it is named, and the comments stay.
$ nx g nx-kiln:app tools/greeter --dependencies=acme-core,acme-more --lint=none --test=none --typecheck=none
> UPDATE pyproject.toml
$ sh: cat pyproject.toml
> members = ["apps/*", "libs/*", "tools/greeter"]
> exclude = ["libs/ts-utils"] # TypeScript
$ sh: cat tools/greeter/pyproject.toml
> acme-core = { workspace = true }
$ nx build greeter
$ dist/tools/greeter/{host}/greeter/greeter
> Hello, world!
# From where one is.
$ sh: cd libs && ../node_modules/.bin/nx g nx-kiln:lib acme-here --skipLock --test=none --lint=none --typecheck=none
exists libs/acme-here/src/acme_here/__init__.py
$ sh: rm -r libs/acme-here
# With pip: requirements with hashes, which nx lock makes again.
$ nx g nx-kiln:app services/pips --manager=pip --dependencies=acme-core --lint=none --typecheck=none
exists services/pips/requirements.txt
$ sh: cat services/pips/requirements-dev.txt
> --hash=sha256:
$ nx test pips
> 1 passed
$ nx build pips
$ dist/services/pips/{host}/pips/pips pip
> Hello, pip!
$ nx run pips:lock
> services/pips/requirements.txt (unchanged)
# Refused in a sentence, and nothing is written.
remember libs
remember pyproject.toml
remember uv.lock
$ nx g nx-kiln:lib libs/core
! error[FOLDER_TAKEN] libs/core is not empty
exit fails
$ nx g nx-kiln:lib ../elsewhere
! lies outside of the workspace
exit fails
$ nx g nx-kiln:lib libs/x --name=acme_core
! error[NAME_TAKEN] libs/core is called 'acme-core' already
exit fails
$ nx g nx-kiln:lib libs/json
! 'json' means something to Python 3.14
exit fails
$ nx g nx-kiln:lib libs/x --dependencies=acme-cor
! did you mean 'acme-core'?
exit fails
unchanged libs
unchanged pyproject.toml
unchanged uv.lock
# What cannot be locked is said, with what to do; the files are there to be corrected.
env UV_OFFLINE=1
env UV_CACHE_DIR={root}/empty
$ nx g nx-kiln:lib libs/unlocked --typecheck=pyright
! error[LOCK_FAILED] `uv lock` ended with 1
! the new files are written
exit fails
exists libs/unlocked/pyproject.toml
