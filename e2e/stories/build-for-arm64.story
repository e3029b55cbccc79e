# `--configuration=arm64` gives an application for arm64, whatever the machine: every binary in it says so, and it runs.
needs go qemu
timeout 600
$ nx build py-app --configuration=arm64
> Successfully ran target build for project py-app
elf dist/apps/py-app/linux-arm64/py-app/py-app aarch64
elf dist/apps/py-app/linux-arm64/py-app/runtime/python aarch64
elf dist/apps/py-app/linux-arm64/py-app/runtime/lib/libpython3.14.so.1.0 aarch64
elf dist/apps/py-app/linux-arm64/py-app/site/ujson.cpython-314-aarch64-linux-gnu.so aarch64
json dist/apps/py-app/linux-arm64/kiln.json platform linux-arm64
json dist/apps/py-app/linux-arm64/kiln.json cell cp314-linux-arm64
$ {arm64} dist/apps/py-app/linux-arm64/py-app/py-app info
> "machine": "aarch64"
> "python": "3.14.6"
$ {arm64} dist/apps/py-app/linux-arm64/py-app/py-app crunch
> {"count": 1000, "refused": true, "sha256": "1e1b5ca5019868afa4e57632c8e7444bf54913689eed3f91ed3865211d81ffa3", "total": 332834500}
$ {arm64} dist/apps/py-app/linux-arm64/py-app/py-app hello --name "ada lovelace"
> {"greeting": "Hello, Ada Lovelace", "known": ["loud", "plain"]}
$ {arm64} dist/apps/py-app/linux-arm64/py-app/py-app data
> "same": true
