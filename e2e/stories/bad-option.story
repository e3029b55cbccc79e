# Unknown options and values are refused with the option's name.
$ nx build py-app --optimise=2
! optimise
exit fails
$ nx build py-app --optimize=3
! optimize
exit fails
$ nx build py-app --maxGlibc=latest
! maxGlibc
exit fails
$ nx build py-app --tool=pyinstaller
! pyinstaller
exit fails
missing dist/apps
