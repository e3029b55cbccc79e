# `production` also writes an archive that unpacks to the same folder and is the same wherever it is made.
needs go
timeout 600
$ nx build py-app --configuration=production
exists dist/apps/py-app/production/{host}/py-app-1.2.0-cp314-{host}.tar.gz
json dist/apps/py-app/production/{host}/kiln.json archive py-app-1.2.0-cp314-{host}.tar.gz
$ sh: mkdir unpacked && tar -xzf dist/apps/py-app/production/{host}/*.tar.gz -C unpacked
same-bytes unpacked/py-app dist/apps/py-app/production/{host}/py-app
$ unpacked/py-app/py-app hello
> "greeting": "Hello, World"
$ sh: tar -tvzf dist/apps/py-app/production/{host}/*.tar.gz | grep -v 'root/root\|0/0' | head
not py-app
