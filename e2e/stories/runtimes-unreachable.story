# The source of runtimes cannot be reached: the error names the other ways.
needs go
workspace tiny
cache bare
$ sh: mkdir -p {cache}/tools && cp -r {tools}/tools/uv* {cache}/tools/
env GOPROXY=http://127.0.0.1:9
env GOMODCACHE={root}/empty-module-cache
env GONOSUMDB=*
env GOFLAGS=-mod=mod
$ nx build tiny
! error[DOWNLOAD_FAILED]
! 3.14.6
! init --runtimes
exit fails
write kiln.json <<EOF
{
  "runtimes": {
    "provider": "go-module",
    "modules": { "3.14.6": { "module": "github.com/kluctl/go-embed-python", "version": "v0.0.0-3.14.6-20260610-1", "sum": "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }
  }
}
EOF
missing dist/apps
