# A full disk: the error says so, nothing half-written stays, and the next build with space works.
needs go mount
workspace tiny
cache own
$ sh: unshare -Urm sh -ec 'mkdir -p {root}/small; mount -t tmpfs -o size=4m tmpfs {root}/small; ln -s {tools}/tools {tools}/caches {root}/small/; KILN_CACHE_DIR={root}/small nx build tiny'
! error[DISK_FULL]
! KILN_CACHE_DIR
exit fails
missing dist/apps
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny
