# No entry point, one that does not exist, and a module that is not there.
workspace tiny
$ nx build tiny --entryPoint=nosuch
! error[ENTRY_POINT_MISSING]
! nosuch
! set entryPoint to one of: tiny
exit fails
replace apps/tiny/pyproject.toml "tiny.cli:main" "tiny.clo:main"
$ nx build tiny
! error[ENTRY_POINT_MISSING]
! tiny.clo
! tiny/clo.py
exit fails
replace apps/tiny/pyproject.toml "[project.scripts]" "[tool.kiln.freeze]"
replace apps/tiny/pyproject.toml 'tiny = "tiny.clo:main"' ''
$ nx build tiny
! error[ENTRY_POINT_MISSING]
! [project.scripts]
exit fails
missing dist/apps
