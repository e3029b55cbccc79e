# The second build comes from Nx's cache; without Nx's cache from the action store; neither runs a tool.
needs go
cache own
timeout 600
$ nx build py-app
> Cache:             0/2 hit
remember dist
$ nx build py-app
> Cache:             2/2 hit
unchanged dist
remove dist
$ nx build py-app
> Cache:             2/2 hit
unchanged dist
forget nx
remove dist
$ nx build py-app
> Cache:             0/2 hit
not ✓ fetch
not ✓ compile
unchanged dist
# With Nx's cache gone and the output still there, nothing has to be written.
forget nx
$ nx build py-app
not ✓ compile
unchanged dist
