# A library becomes a wheel and an sdist with pinned tools and no network, is installed and imported; who depends on it asks for a range.
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
