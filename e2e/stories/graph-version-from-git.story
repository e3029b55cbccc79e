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
