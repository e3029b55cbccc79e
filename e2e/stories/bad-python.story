# A Python that is not pinned, or that the project does not allow, is refused with what there is.
workspace tiny
$ nx build tiny --python=3.14.99
! error[PYTHON_UNAVAILABLE]
! 3.14.99
! 3.14.6
exit fails
write .python-version <<EOF
3.14.1
EOF
$ nx build tiny
! error[PYTHON_UNAVAILABLE]
! 3.14.1
exit fails
write .python-version <<EOF
3.14
EOF
replace apps/tiny/pyproject.toml ">=3.14" ">=3.15"
replace apps/tiny/uv.lock ">=3.14" ">=3.15"
$ nx build tiny
! error[PYTHON_UNAVAILABLE]
! 3.15
exit fails
write kiln.json <<EOF
{ "pythons": { "3.14": "newest" } }
EOF
$ nx build tiny
! error[CONFIG_INVALID]
! kiln.json
! newest
exit fails
missing dist/apps
