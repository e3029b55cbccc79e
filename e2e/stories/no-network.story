# Without a network the error says what to check; with KILN_OFFLINE=1 nothing is tried; what is known needs no network.
needs go
workspace tiny
cache own
index plain
locked kiln-probe
env UV_DEFAULT_INDEX=http://127.0.0.1:9/simple
$ nx build tiny
! error[DOWNLOAD_FAILED]
! UV_DEFAULT_INDEX
exit fails
env KILN_OFFLINE=1
$ nx build tiny
! error[OFFLINE]
! KILN_OFFLINE
exit fails
missing dist/apps
env KILN_OFFLINE=
env UV_DEFAULT_INDEX={index}
$ nx build tiny
env UV_DEFAULT_INDEX=http://127.0.0.1:9/simple
env KILN_OFFLINE=1
forget nx
remove dist
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
