# A renamed module, a removed one and a new project select what has them in its key; revisions that are not there are explained.
workspace tiny
remove apps/tiny
two-apps uv
write libs/common/src/common/names.py <<EOF
NAMES = []
EOF
write libs/common/tests/test_names.py <<EOF
def test(): pass
EOF
write apps/one/README.md <<EOF
one
EOF
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ git mv libs/common/src/common/names.py libs/common/src/common/labels.py
$ nx-kiln affected -t build,bytecode,closure --explain
> common:bytecode
> one:build
> two:build
> file libs/common/src/common/labels.py
> file libs/common/src/common/names.py
not closure
not web
# Committed or not, it is the same.
$ sh: git -c user.name=a -c user.email=a@b.example commit -qm rename
$ sh: nx-kiln affected --base=HEAD~1 --head=HEAD -t build,bytecode,closure | tr '\n' ' '
> common:bytecode one:build two:build 
# Tests, READMEs and modes are in no build's key.
append libs/common/tests/test_names.py <<EOF
# more
EOF
append apps/one/README.md <<EOF
more
EOF
$ sh: chmod +x apps/two/src/two/__init__.py
$ nx-kiln affected -t build,bytecode
! no task is affected
$ sh: git checkout -q . && git rm -qr apps/two/src
$ nx-kiln affected -t build,bytecode --explain
> two:build
not one:build
$ nx-kiln affected --base=nowhere
! error[REVISION_MISSING] git knows no revision 'nowhere' here
exit 1
$ nx-kiln affected -t biuld
! did you mean build?
exit 2
# A shallow clone says how to get what it lacks.
$ sh: git reset -q --hard && git clone -q --depth=1 file://{workspace} {root}/shallow && ln -s {workspace}/node_modules {root}/shallow/node_modules
$ sh: cd {root}/shallow && nx-kiln affected --base=HEAD~1
! the clone is shallow
! git fetch --deepen=100
exit 1
$ sh: cd {root}/shallow && git fetch -q --deepen=10 && nx-kiln affected --base=HEAD~1 -t build | tr '\n' ' '
> one:build two:build 
