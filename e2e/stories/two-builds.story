# Two builds of one project at once share the work and both end well.
needs go
cache own
timeout 600
& first $ nx build py-app
& second $ nx build py-app
& third $ nx build py-app --configuration=arm64
join first
join second
join third
$ dist/apps/py-app/{host}/py-app/py-app hello
> "greeting": "Hello, World"
elf dist/apps/py-app/linux-arm64/py-app/py-app aarch64
remember dist/apps/py-app/{host}
forget nx
forget kiln
remove dist
$ nx build py-app
unchanged dist/apps/py-app/{host}
idle
