# Modules that hide each other are refused: an import would find another one than its author meant.
needs go
workspace tiny
timeout 600
index plain
env UV_DEFAULT_INDEX={index}
locked kiln-probe
append apps/tiny/pyproject.toml <<EOF

[tool.uv.build-backend]
module-name = ["tiny", "queue"]
EOF
write apps/tiny/src/queue/__init__.py <<EOF
EOF
$ nx build tiny
! error[NAME_CLASH]
! 'queue' is one of the standard library
exit fails
remove apps/tiny/src/queue
replace apps/tiny/pyproject.toml "queue" "kiln_probe"
write apps/tiny/src/kiln_probe/__init__.py <<EOF
ANSWER = "mine"
EOF
$ nx build tiny
! error[NAME_CLASH]
! 'kiln_probe' is a module of the application and of a package
exit fails
