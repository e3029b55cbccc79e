# Two checkouts in different folders with different caches build the same bytes.
needs go
cache own
timeout 900
$ nx build py-app --configuration=production
copy {workspace} "{root}/Other checkout/é"
env KILN_CACHE_DIR={root}/other-cache
env NX_CACHE_DIRECTORY={root}/other-nx
env NX_WORKSPACE_DATA_DIRECTORY={root}/other-nx-data
env PYTHONHASHSEED=7
env TZ=Asia/Tokyo
env LANG=de_DE.UTF-8
$ sh: mkdir -p {root}/other-cache && ln -s {tools}/tools {tools}/caches {root}/other-cache/
$ sh: cd "{root}/Other checkout/é" && rm -rf dist && umask 077 && nx build py-app --configuration=production
> ✓ compile py-app
same-bytes dist/apps/py-app "{root}/Other checkout/é/dist/apps/py-app"
