# Unknown platforms are named with those that exist; platforms that are not built yet are refused.
$ nx build py-app --platform=linux-arm65
! linux-arm65
! linux-arm64
exit fails
$ nx build py-app --configuration=linux-arm64-musl
! error[PLATFORM_UNSUPPORTED]
! linux-arm64-musl
exit fails
missing dist/apps
