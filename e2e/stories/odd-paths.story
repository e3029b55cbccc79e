# A workspace in a folder with spaces, other scripts and characters that a shell would run.
needs go
workspace tiny "my $(touch pwned) `x` & ünï 工作 'q'"
timeout 600
index plain
env UV_DEFAULT_INDEX={index}
locked kiln-probe
write "apps/tiny/src/tiny/naïve data $(x).txt" <<EOF
data
EOF
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
exists "dist/apps/tiny/{host}/tiny/app/tiny/naïve data $(x).txt"
missing pwned
$ nx build tiny
> Cache:             2/2 hit
$ nx smoke tiny
