# A lock that does not match the manifests is refused before anything is built; a missing or broken one too, and one
# without hashes: nobody could say what was built.
workspace tiny
replace apps/tiny/pyproject.toml "dependencies = []" 'dependencies = ["click>=8"]'
$ nx build tiny
! error[LOCK_OUTDATED]
! click
! uv lock
exit fails
write apps/tiny/uv.lock <<EOF
version = 1
[[package
EOF
$ nx build tiny
! error[LOCK_INVALID]
! apps/tiny/uv.lock
exit fails
remove apps/tiny/uv.lock
$ nx build tiny
! error[LOCK_MISSING]
! uv lock
exit fails
locked kiln-probe
$ sh: sed -i 's/hash = "sha256:[0-9a-f]*", //; s/, hash = "sha256:[0-9a-f]*"//' apps/tiny/uv.lock && ! grep sha256 apps/tiny/uv.lock
exit 0
$ nx build tiny
! error[LOCK_INVALID]
! kiln-probe 1.0
! has no hash
exit fails
missing dist/apps
