# A cache folder that cannot be written is named, with the variable that moves it.
needs go mount
workspace tiny
cache own
$ sh: unshare -Urm sh -ec 'mkdir -p {root}/fixed; mount -t tmpfs -o ro tmpfs {root}/fixed; KILN_CACHE_DIR={root}/fixed nx build tiny'
! error[STORE_UNWRITABLE]
! {root}/fixed
! KILN_CACHE_DIR
exit fails
missing dist/apps
