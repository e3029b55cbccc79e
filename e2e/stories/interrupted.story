# Ctrl-C ends everything, leaves nothing half-written, and the next build is whole. So does kill -9.
needs go
cache own
timeout 600
& build $ nx build py-app
until build "nx run py-app:build"
$ sleep 1
signal build SIGINT
join build
exit fails
missing dist/apps
idle
& build $ nx build py-app
until build "nx run py-app:build"
$ sleep 1
signal build SIGKILL
join build
exit 137
missing dist/apps
$ nx build py-app
$ dist/apps/py-app/{host}/py-app/py-app crunch --count 3
> "count": 3
