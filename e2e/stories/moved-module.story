# A module moves to another project while the file that imports it stays as it is: the edge and affected follow, also warm.
workspace tiny
cache own
remove apps/tiny
write pyproject.toml <<EOF
[tool.uv.workspace]
members = ["libs/*"]
EOF
write uv.lock <<EOF
version = 1
requires-python = ">=3.14"
EOF
write libs/first/pyproject.toml <<EOF
[project]
name = "first"
version = "1"
EOF
write libs/first/src/first/__init__.py <<EOF
EOF
write libs/first/src/moving.py <<EOF
x = 1
EOF
write libs/second/pyproject.toml <<EOF
[project]
name = "second"
version = "1"
EOF
write libs/second/src/second/__init__.py <<EOF
EOF
write libs/user/pyproject.toml <<EOF
[project]
name = "user"
version = "1"
EOF
write libs/user/src/user/__init__.py <<EOF
def use():
    from moving import x
EOF
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx graph --file={root}/before.json
json {root}/before.json graph.dependencies.user.0.target first
append libs/first/src/moving.py <<EOF
y = 2
EOF
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> first user 
$ sh: git checkout -q . && git mv libs/first/src/moving.py libs/second/src/moving.py && git -c user.name=a -c user.email=a@b.example commit -qm move
# Nx keeps edges of unchanged files unless it is told that names lead elsewhere.
$ nx graph --file={root}/after.json
json {root}/after.json graph.dependencies.user.0.target second
append libs/second/src/moving.py <<EOF
y = 2
EOF
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> second user 
$ sh: git checkout -q .
append libs/first/src/first/__init__.py <<EOF
z = 3
EOF
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> first 
not user
# Two projects with the module: nobody guesses.
copy libs/second/src/moving.py libs/first/src/moving.py
$ nx graph --file={root}/two.json
json {root}/two.json graph.dependencies.user []
# A file of the project's own that is called so comes first; the file that imports stays as it is.
remove libs/first/src/moving.py
$ nx graph --file={root}/without.json
json {root}/without.json graph.dependencies.user.0.target second
write libs/user/scripts/moving.py <<EOF
x = 0
EOF
$ nx graph --file={root}/loose.json
json {root}/loose.json graph.dependencies.user []
remove libs/user/scripts/moving.py
$ nx graph --file={root}/back.json
json {root}/back.json graph.dependencies.user.0.target second
# So does a package of the lock.
write uv.lock <<EOF
version = 1
requires-python = ">=3.14"

[[package]]
name = "moving"
version = "1.0"
source = { registry = "https://index.invalid/simple" }
EOF
$ nx graph --file={root}/locked.json
json {root}/locked.json graph.dependencies.user []
