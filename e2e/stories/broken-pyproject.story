# One broken pyproject.toml is that project's error; the others build.
append libs/text/pyproject.toml <<EOF
[tool.kiln
EOF
$ nx build ts-utils
> Successfully ran target build for project ts-utils
$ nx build py-app
! libs/text/pyproject.toml
exit fails
