# A locked package without a wheel for the platform is named with what exists and what can be done.
workspace tiny
locked kiln-windows
$ nx build tiny
! error[WHEEL_MISSING]
! kiln-windows 1.0
! win_amd64
exit fails
locked kiln-sdist
$ nx build tiny --configuration=arm64
! error[WHEEL_MISSING]
! kiln-sdist 1.0
! source
exit fails
missing dist/apps
