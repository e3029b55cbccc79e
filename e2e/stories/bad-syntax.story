# A source that does not compile is named with file, line and column; what was built before stays.
needs go
timeout 600
$ nx build py-app
remember dist/apps/py-app
append apps/py-app/src/py_app/greetings.py <<EOF


def shout(:
    pass
EOF
write libs/core/src/acme_core/broken.py <<EOF
print "hello"
EOF
$ nx build py-app
! error[SYNTAX_ERROR]
! apps/py-app/src/py_app/greetings.py:25:11: SyntaxError
! libs/core/src/acme_core/broken.py:1:1: SyntaxError
exit fails
unchanged dist/apps/py-app
