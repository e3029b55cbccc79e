# Files of the store that were damaged on disk are never used: they are made again, the artefact is the same.
needs go
cache own
timeout 600
$ nx build py-app
remember dist/apps/py-app
$ sh: find {cache}/cas {cache}/results {cache}/kept {cache}/items -type f -size -400k 2>/dev/null | while read -r f; do chmod u+w "$f"; printf damaged >> "$f"; done
forget nx
remove dist
$ nx build py-app
unchanged dist/apps/py-app
$ dist/apps/py-app/{host}/py-app/py-app hello
> "greeting": "Hello, World"
# Cut off in the middle, as after a crash.
$ sh: find {cache}/cas -type f -size +4k | while read -r f; do chmod u+w "$f"; truncate -s 100 "$f"; done
forget nx
remove dist
$ nx build py-app
unchanged dist/apps/py-app
