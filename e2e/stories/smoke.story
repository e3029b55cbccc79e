# `smoke` starts what was built and records how far it was checked: here, and for arm64 with its child processes.
needs go qemu
timeout 900
$ nx smoke py-app
json dist/apps/py-app/smoke/{host}/verification.json level executed
json dist/apps/py-app/smoke/{host}/verification.json exitCode 0
$ nx smoke py-app --configuration=arm64
json dist/apps/py-app/smoke/linux-arm64/verification.json level {level}
json dist/apps/py-app/smoke/linux-arm64/verification.json platform linux-arm64
# Nothing changed, nothing is started again.
$ nx smoke py-app --configuration=arm64
> Cache:             3/3 hit
$ nx smoke py-app --configuration=arm64 --args=child
> child: {level}
$ nx smoke py-app --configuration=arm64 --args=parallel
> parallel: {level}
$ nx smoke py-app --args=nosuch
! error[SMOKE_FAILED]
exit fails
