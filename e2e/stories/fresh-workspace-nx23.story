# The same with the oldest line of Nx that Kiln supports.
needs go
workspace fresh
timeout 900
$ npm install --save-dev nx@23.2.1
$ nx add nx-kiln
$ nx g nx-kiln:init --runtimes=go-module
index plain
locked kiln-probe
env UV_DEFAULT_INDEX={index}
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
$ nx build tiny --configuration=amr64
! error[CONFIGURATION_UNKNOWN]
exit fails
remember dist
$ nx build tiny
> read the output from the cache
unchanged dist
