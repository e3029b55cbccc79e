# A configuration that does not exist is an error with a suggestion, not the default build.
$ nx build py-app --configuration=arm65
! error[CONFIGURATION_UNKNOWN]
! arm65
! did you mean 'arm64'
exit fails
$ nx run py-app:build:linux_arm64
! error[CONFIGURATION_UNKNOWN]
exit fails
$ nx run-many -t build -c amr64
! error[CONFIGURATION_UNKNOWN]
exit fails
missing dist
