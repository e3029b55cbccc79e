# One file instead of a folder: it unpacks itself once, again when it was changed, and says what to do where there is no room.
needs go mount
workspace tiny
timeout 600
append apps/tiny/pyproject.toml <<EOF

[tool.kiln.freeze]
onefile = true
entryPoints = ["again=tiny.cli:main"]
EOF
$ nx smoke tiny
> tiny --help: executed
json dist/apps/tiny/{host}/kiln.json onefile true
exists dist/apps/tiny/{host}/stdlib-trimmed.txt
env XDG_CACHE_HOME={root}/starts
$ dist/apps/tiny/{host}/tiny
> tiny
$ dist/apps/tiny/{host}/again
> tiny
$ sh: ls {root}/starts/tiny-onefile | wc -l
> 1
$ sh: rm {root}/starts/tiny-onefile/*/boot.pyc && dist/apps/tiny/{host}/tiny
> tiny
! was changed or is incomplete: it is unpacked again
$ sh: unshare -Urm sh -ec 'mount -t tmpfs -o size=4m tmpfs {root}/starts; KILN_ONEFILE_DIR={root}/starts dist/apps/tiny/{host}/tiny'
! no space left on device
! set KILN_ONEFILE_DIR
exit 125
