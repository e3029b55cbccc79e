# An index that serves something else than what was locked gets nothing installed.
needs go
workspace tiny
cache own
index plain
env UV_DEFAULT_INDEX={index}
locked kiln-altered
$ nx build tiny
! error[DIGEST_MISMATCH]
! kiln-altered
exit fails
missing dist/apps
$ sh: ! grep -rl 'ANSWER = "evil"' {cache}/cas {cache}/results
exit 0
