# Applications for both kinds of Mac are built and checked anywhere; what nothing here can start is never called more than linked.
needs go
timeout 600
$ nx build py-app --configuration=macos-arm64
> Successfully ran target build for project py-app
binary dist/apps/py-app/macos-arm64/py-app/py-app macos-arm64
binary dist/apps/py-app/macos-arm64/py-app/runtime/python macos-arm64
binary dist/apps/py-app/macos-arm64/py-app/runtime/lib/libpython3.14.dylib macos-arm64
binary dist/apps/py-app/macos-arm64/py-app/site/ujson.cpython-314-darwin.so macos-arm64
json dist/apps/py-app/macos-arm64/kiln.json macos 11.0
$ nx build py-app --configuration=macos-x64
binary dist/apps/py-app/macos-x64/py-app/py-app macos-x64
binary dist/apps/py-app/macos-x64/py-app/site/ujson.cpython-314-darwin.so macos-x64
$ nx smoke py-app --configuration=macos-arm64
! error[EMULATOR_MISSING] there is no emulator that runs macos-arm64
! minimumLevel=linked
exit fails
missing dist/apps/py-app/smoke/macos-arm64
$ nx smoke py-app --configuration=macos-arm64 --minimumLevel=linked
> linked; nothing here can start it
json dist/apps/py-app/smoke/macos-arm64/verification.json level linked
json dist/apps/py-app/smoke/macos-arm64/verification.json exitCode undefined
# One changed byte in a signed library: an arm64 Mac would end the program, so it is not built.
copy dist/apps/py-app/macos-arm64/py-app/runtime/lib/libpython3.14.dylib apps/py-app/src/py_app/broken.so
$ sh: printf x | dd of=apps/py-app/src/py_app/broken.so bs=1 seek=2000000 conv=notrunc status=none
$ nx build py-app --configuration=macos-arm64
! error[VERIFY_PLATFORM]
! broken.so: Mach-O that was changed after it was signed
exit fails
