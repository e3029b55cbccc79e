# After an edit only the file that changed is compiled again, for both platforms at once.
needs go
cache own
timeout 600
$ nx build py-app
$ nx build py-app --configuration=arm64
# Bytecode is the same for both.
not ✓ compile py-app
replace apps/py-app/src/py_app/greetings.py Hello, Servus,
$ nx build py-app
> compile py-app (1 compiled
not ✓ fetch
$ dist/apps/py-app/{host}/py-app/py-app hello
> Servus, World
$ nx build py-app --configuration=arm64
not ✓ compile
same-bytes dist/apps/py-app/{host}/py-app/app dist/apps/py-app/linux-arm64/py-app/app
# A library of the application counts as well; its tests and README do not.
replace libs/core/src/acme_core/checksum.py 08x 08X
$ nx build py-app
> (1 compiled
$ dist/apps/py-app/{host}/py-app/py-app data
> C45FBD0D
append libs/core/tests/test_checksum.py <<EOF
# nothing that ships
EOF
write apps/py-app/README.md <<EOF
nothing that ships
EOF
$ nx build py-app
> Cache:             2/2 hit
