# A well-known application with compiled dependencies, for five platforms; its own commands work on the three that can be started here.
needs go qemu wine
workspace tiny
timeout 1200
# Brings uv and the Python that make the lock below.
$ nx build tiny
write apps/tiny/pyproject.toml <<EOF
[project]
name = "tiny"
version = "0.1.0"
requires-python = ">=3.14"
# setuptools: datasette 0.65 imports pkg_resources, which newer ones do not have.
dependencies = ["datasette==0.65.2", "setuptools<81", "tzdata; sys_platform == 'win32'"]

[project.scripts]
tiny = "tiny.cli:main"

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[tool.kiln.freeze]
dependency-scripts = ["datasette"]
EOF
$ sh: cd apps/tiny && {tools}/tools/uv-*/uv lock -q --python {tools}/tools/pythons/cpython-3.14.*-{host}-*/bin/python3
$ nx build tiny
json dist/apps/tiny/{host}/kiln.json packages.datasette 0.65.2
$ dist/apps/tiny/{host}/tiny/datasette --memory --get "/_memory.json?sql=select+6*7+as+answer&_shape=array"
> [{"answer": 42}]
$ dist/apps/tiny/{host}/tiny/datasette --memory --get "/_memory?sql=select+6*7+as+answer"
> <td class="col-answer">42</td>
$ nx build tiny --configuration=linux-arm64
$ {arm64} dist/apps/tiny/linux-arm64/tiny/datasette --memory --get "/_memory.json?sql=select+6*7+as+answer&_shape=array"
> [{"answer": 42}]
$ nx build tiny --configuration=windows-x64
$ nx smoke tiny --configuration=windows-x64
json dist/apps/tiny/smoke/windows-x64/verification.json level emulated
$ {windows} dist/apps/tiny/windows-x64/tiny/datasette.exe --memory --get "/_memory.json?sql=select+6*7+as+answer&_shape=array"
> [{"answer": 42}]
$ {windows} dist/apps/tiny/windows-x64/tiny/datasette.exe --memory --get "/_memory?sql=select+6*7+as+answer"
> <td class="col-answer">42</td>
$ nx build tiny --configuration=macos-arm64
binary dist/apps/tiny/macos-arm64/tiny/datasette macos-arm64
$ nx build tiny --configuration=macos-x64
binary dist/apps/tiny/macos-x64/tiny/datasette macos-x64
