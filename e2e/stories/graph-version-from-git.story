# A version from git is in the key of a wheel: a tag makes another one. Without git nothing is guessed.
workspace tiny
write libs/tagged/pyproject.toml <<EOF
[project]
name = "tagged"
dynamic = ["version"]
requires-python = ">=3.14"

[build-system]
requires = ["setuptools>=77", "setuptools-scm>=8"]
build-backend = "setuptools.build_meta"

[tool.setuptools_scm]
root = "../.."
EOF
write libs/tagged/src/tagged/__init__.py <<EOF
ANSWER = 42
EOF
$ nx wheel tagged
! error[VERSION_UNKNOWN]
exit fails
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first && git tag v1.0
$ nx wheel tagged
exists dist/libs/tagged/wheel/tagged-1.0-py3-none-any.whl
# Nothing changed: the very same.
$ nx run-many -t wheel -p tagged
> 1/1 hit
$ sh: git -c user.name=a -c user.email=a@b.example commit -q --allow-empty -m second && git tag v1.1
$ nx wheel tagged
exists dist/libs/tagged/wheel/tagged-1.1-py3-none-any.whl
missing dist/libs/tagged/wheel/tagged-1.0-py3-none-any.whl
# A bundle names the version that the wheel has.
write apps/tiny/pyproject.toml <<EOF
[project]
name = "tiny"
dynamic = ["version"]
requires-python = ">=3.14"

[project.scripts]
tiny = "tiny.cli:main"

[build-system]
requires = ["setuptools>=77", "setuptools-scm>=8"]
build-backend = "setuptools.build_meta"

[tool.setuptools_scm]
root = "../.."
EOF
write apps/tiny/src/tiny/cli.py <<EOF
import importlib.metadata


def main():
    print("tiny", importlib.metadata.version("tiny"))
EOF
$ sh: git add -A && git -c user.name=a -c user.email=a@b.example commit -qm third && git tag v1.2
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny 1.2
$ sh: git -c user.name=a -c user.email=a@b.example commit -q --allow-empty -m fourth && git tag v1.3rc1
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny 1.3rc1
