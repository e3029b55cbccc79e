# Builds the application for this machine from nothing; it runs without Python, uv or the workspace.
needs go
cache own
timeout 600
$ nx build py-app
> Successfully ran target build for project py-app
elf dist/apps/py-app/{host}/py-app/py-app x86-64
json dist/apps/py-app/{host}/kiln.json platform {host}
json dist/apps/py-app/{host}/kiln.json python 3.14.6
json dist/apps/py-app/{host}/kiln.json reproducible true
json dist/apps/py-app/{host}/kiln.json packages.ujson 6.1.0
json dist/apps/py-app/{host}/kiln.json packages.pytest undefined
# Somewhere else, with nothing of ours in the environment.
copy dist/apps/py-app/{host}/py-app "{root}/moved here"
remove dist
env PATH=/nowhere
env PYTHONHOME=/nowhere
$ "{root}/moved here/py-app" hello --name "ada lovelace"
> {"greeting": "Hello, Ada Lovelace", "known": ["loud", "plain"]}
$ "{root}/moved here/py-app" hello --how loud
> {"greeting": "HELLO, WORLD!", "known": ["loud", "plain"]}
$ "{root}/moved here/py-app" info
> "python": "3.14.6"
> "acme-core": "0.3.0"
> "py-app": "1.2.0"
> "ujson": "6.1.0"
$ "{root}/moved here/py-app" crunch
> {"count": 1000, "refused": true, "sha256": "1e1b5ca5019868afa4e57632c8e7444bf54913689eed3f91ed3865211d81ffa3", "total": 332834500}
$ "{root}/moved here/py-app" data
> {"checksum": "c45fbd0d", "message": "data travels with the package: na\u00efve caf\u00e9 \u2615", "same": true}
$ "{root}/moved here/py-app" parallel
> {"method": "spawn", "sum": 332833500}
> {"method": "forkserver", "sum": 332833500}
$ "{root}/moved here/py-app" child
> "code": 0
$ "{root}/moved here/py-app" --version
> py-app, version 1.2.0
$ "{root}/moved here/py-app" leave 3
exit 3
