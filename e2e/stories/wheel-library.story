# A library becomes a wheel and an sdist with pinned tools and no network: the same bytes from another folder, installed and imported.
needs go
cache own
timeout 900
$ nx wheel acme-core
exists dist/libs/core/wheel/acme_core-0.3.0-py3-none-any.whl
json dist/libs/core/wheel/kiln.json stage package
$ nx sdist acme-core
exists dist/libs/core/sdist/acme_core-0.3.0.tar.gz
$ nx smoke acme-core
> acme-core installs and imports
$ nx wheel py-app
$ sh: python3 -m zipfile -e dist/apps/py-app/wheel/*.whl unpacked && cat unpacked/*.dist-info/METADATA
> Requires-Dist: acme-core>=0.3.0,<0.4
> Requires-Dist: click>=8.1
not {root}
copy {workspace} "{root}/Other checkout/é"
env KILN_CACHE_DIR={root}/other-cache
env NX_CACHE_DIRECTORY={root}/other-nx
env NX_WORKSPACE_DATA_DIRECTORY={root}/other-nx-data
env PYTHONHASHSEED=7
env TZ=Asia/Tokyo
$ sh: mkdir -p {root}/other-cache && ln -s {tools}/tools {tools}/caches {root}/other-cache/
$ sh: cd "{root}/Other checkout/é" && rm -rf dist && umask 077 && nx run-many -t wheel sdist -p acme-core
same-bytes dist/libs/core/wheel "{root}/Other checkout/é/dist/libs/core/wheel"
same-bytes dist/libs/core/sdist "{root}/Other checkout/é/dist/libs/core/sdist"
