# An application for Windows, built here: a program with the application's version, a zip, and names that Windows cannot have.
needs go
workspace tiny
timeout 600
$ nx build tiny --configuration=windows --archive=auto
json dist/apps/tiny/windows-x64/kiln.json executable tiny/tiny.exe
json dist/apps/tiny/windows-x64/kiln.json archive tiny-0.1.0-cp314-windows-x64.zip
exists dist/apps/tiny/windows-x64/tiny/runtime/python.exe
exists dist/apps/tiny/windows-x64/tiny/runtime/python314.dll
exists dist/apps/tiny/windows-x64/tiny/runtime/Lib/encodings/utf_8.pyc
missing dist/apps/tiny/windows-x64/tiny/runtime/DLLs/_tkinter.pyd
missing dist/apps/tiny/windows-x64/tiny/runtime/lib
$ sh: tr -d '\000' < dist/apps/tiny/windows-x64/tiny/tiny.exe | grep -a -o 'OriginalFilenametiny.exe'
> OriginalFilenametiny.exe
$ sh: python3 -m zipfile -e dist/apps/tiny/windows-x64/*.zip unpacked && diff -r unpacked/tiny dist/apps/tiny/windows-x64/tiny && echo the same
> the same
write apps/tiny/src/tiny/aux.txt <<EOF
a device
EOF
$ nx build tiny --configuration=windows
! error[PATH_UNUSABLE]
! tiny/app/tiny/aux.txt
exit fails
remove apps/tiny/src/tiny/aux.txt
write apps/tiny/src/tiny/CLI.py <<EOF
EOF
$ nx build tiny --configuration=windows
! error[NAME_CLASH]
! tiny/app/tiny/CLI.pyc and tiny/app/tiny/cli.pyc
exit fails
