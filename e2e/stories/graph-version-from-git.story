# A version from git is in the key of a wheel: a tag makes another one. So is what git ignores, where it decides. Without git nothing is guessed.
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
write libs/kept/pyproject.toml <<EOF
[project]
name = "kept"
version = "1.0"
requires-python = ">=3.14"

[build-system]
requires = ["poetry-core>=2"]
build-backend = "poetry.core.masonry.api"
EOF
write libs/kept/src/kept/__init__.py <<EOF
EOF
write libs/kept/src/kept/.env <<EOF
SECRET=1
EOF
write libs/kept/src/kept/.gitignore <<EOF
.env
EOF
$ nx run-many -t wheel -p tagged kept
! error[VERSION_UNKNOWN]
! error[GIT_UNKNOWN]
exit fails
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first && git tag v1.0
$ nx run-many -t wheel -p tagged kept
$ sh: python3 -m zipfile -l dist/libs/kept/wheel/*.whl
> kept/__init__.py
not .env
exists dist/libs/tagged/wheel/tagged-1.0-py3-none-any.whl
# Nothing changed but what tools leave behind: the very same.
$ sh: mkdir libs/kept/src/kept/__pycache__ && touch libs/kept/src/kept/__pycache__/x.pyc
$ nx run-many -t wheel -p tagged kept
> 2/2 hit
$ sh: git add -f libs/kept/src/kept/.env && git -c user.name=a -c user.email=a@b.example commit -q --allow-empty -m second && git tag v1.1
$ nx run-many -t wheel -p tagged kept
$ sh: python3 -m zipfile -l dist/libs/kept/wheel/*.whl
> kept/.env
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
