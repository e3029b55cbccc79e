# outputPath outside of the workspace, equal to sources, or holding files that Kiln did not write: nothing is touched.
needs go
timeout 600
remember apps
$ nx build py-app --outputPath=../outside
! error[OUTPUT_PATH_INVALID]
! ../outside
exit fails
missing ../outside
$ nx build py-app --outputPath={root}/outside
! error[OUTPUT_PATH_INVALID]
exit fails
$ nx build py-app --outputPath=apps/py-app/src
! error[OUTPUT_PATH_INVALID]
exit fails
$ nx build py-app --outputPath=.
! error[OUTPUT_PATH_INVALID]
exit fails
unchanged apps
write dist/apps/py-app/{host}/thesis.txt <<EOF
not written by Kiln
EOF
remember dist
$ nx build py-app
! error[OUTPUT_PATH_INVALID]
! thesis.txt
exit fails
unchanged dist
