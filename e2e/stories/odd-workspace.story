# A workspace with all that can be wrong with manifests: every command works, what is right builds, doctor says file, line and remedy.
needs go
workspace tiny
timeout 600
# TOML that is broken, where package.json says that it is a project all the same.
write libs/toml/pyproject.toml <<EOF
[project]
name = "broken"
dependencies = ["click"
EOF
write libs/toml/package.json <<EOF
{ "name": "broken" }
EOF
# A template is no project.
write templates/app/pyproject.toml <<EOF
[project]
name = {{ cookiecutter.name }}
EOF
# Not UTF-8.
$ sh: mkdir -p libs/latin && printf '[project]\nname = "latin"\ndescription = "caf\351"\n' > libs/latin/pyproject.toml && echo '{"name":"latin"}' > libs/latin/package.json
# A name that no index takes.
write libs/name/pyproject.toml <<EOF
[project]
name = "no name $(touch PWNED)"
version = "1"
EOF
# A cycle of path dependencies.
write libs/left/pyproject.toml <<EOF
[project]
name = "left"
version = "1"
dependencies = ["right"]
[tool.uv.sources]
right = { path = "../right" }
EOF
write libs/left/src/left/__init__.py <<EOF
EOF
write libs/right/pyproject.toml <<EOF
[project]
name = "right"
version = "1"
dependencies = ["left"]
[tool.uv.sources]
left = { path = "../left" }
EOF
write libs/right/src/right/__init__.py <<EOF
EOF
# Two projects provide one module.
write libs/twin/pyproject.toml <<EOF
[project]
name = "twin"
version = "1"
EOF
write libs/twin/src/left/__init__.py <<EOF
EOF
# A dependency outside of the workspace.
write libs/outside/pyproject.toml <<EOF
[project]
name = "outside"
version = "1"
dependencies = ["elsewhere"]
[tool.uv.sources]
elsewhere = { path = "../../../elsewhere" }
EOF
# A lock of a format that is newer than Kiln.
write libs/newer/pyproject.toml <<EOF
[project]
name = "newer"
version = "1"
EOF
write libs/newer/uv.lock <<EOF
version = 9
EOF
# A loop of links, and a folder with a name for shells.
$ sh: mkdir -p 'libs/a $(touch PWNED) b/src/spaced' libs/loop/src/loop && ln -s .. libs/loop/src/loop/again && touch libs/loop/src/loop/__init__.py
write libs/loop/pyproject.toml <<EOF
[project]
name = "loop"
version = "1"
EOF
$ sh: printf '[project]\nname = "spaced"\nversion = "1"\n' > 'libs/a $(touch PWNED) b/pyproject.toml' && touch 'libs/a $(touch PWNED) b/src/spaced/__init__.py'

$ nx show projects
> tiny
> broken
> spaced
$ nx graph --file=graph.json
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny
$ nx bytecode spaced
$ nx bytecode left
# A loop of links is not followed for ever; no artefact can hold it.
$ nx bytecode loop
! leads in a circle
exit fails
$ nx bytecode broken
! libs/toml/pyproject.toml:4:1 is not valid TOML
exit fails
$ nx closure newer
! has format 9
exit fails
missing PWNED
missing libs/PWNED
$ nx-kiln doctor
> libs/toml/pyproject.toml:4
> libs/latin/pyproject.toml:3
> libs/name/pyproject.toml:2
> libs/outside/pyproject.toml
> libs/newer/uv.lock
> left
exit 1
