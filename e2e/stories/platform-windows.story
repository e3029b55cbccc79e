# `--configuration=windows-x64` gives an application for Windows, whatever the machine; wine shows that it runs.
needs go wine
timeout 900
$ nx build py-app --configuration=windows-x64
> Successfully ran target build for project py-app
binary dist/apps/py-app/windows-x64/py-app/py-app.exe windows-x64
binary dist/apps/py-app/windows-x64/py-app/runtime/python.exe windows-x64
binary dist/apps/py-app/windows-x64/py-app/runtime/python314.dll windows-x64
binary dist/apps/py-app/windows-x64/py-app/site/ujson.cp314-win_amd64.pyd windows-x64
json dist/apps/py-app/windows-x64/kiln.json platform windows-x64
json dist/apps/py-app/windows-x64/kiln.json executable py-app/py-app.exe
$ nx smoke py-app --configuration=windows-x64 --args=child
> py-app.exe child: emulated by wine
json dist/apps/py-app/smoke/windows-x64/verification.json level emulated
json dist/apps/py-app/smoke/windows-x64/verification.json runner.name wine
# As from the folder of a user.
copy dist/apps/py-app/windows-x64/py-app "{root}/Program Files é"
$ {windows} "{root}/Program Files é/py-app.exe" hello --name "ada lovelace"
> {"greeting": "Hello, Ada Lovelace", "known": ["loud", "plain"]}
$ {windows} "{root}/Program Files é/py-app.exe" crunch
> {"count": 1000, "refused": true, "sha256": "1e1b5ca5019868afa4e57632c8e7444bf54913689eed3f91ed3865211d81ffa3", "total": 332834500}
$ {windows} "{root}/Program Files é/py-app.exe" parallel
> {"method": "spawn", "sum": 332833500}
$ {windows} "{root}/Program Files é/py-app.exe" leave 3
exit 3
$ nx smoke py-app --configuration=windows-x64 --args=nosuch
! error[SMOKE_FAILED]
! under wine
exit fails
