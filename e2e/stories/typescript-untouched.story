# A TypeScript project beside the Python ones builds and caches as it did before Kiln came.
$ nx build ts-utils
> Successfully ran target build for project ts-utils
> Cache:             0/1 hit
exists dist/libs/ts-utils/index.js
$ nx build ts-utils
> Cache:             1/1 hit
append apps/py-app/src/py_app/greetings.py <<EOF
# an edit on the Python side
EOF
$ nx build ts-utils
> Cache:             1/1 hit
