# A bump of a package that no build needs rebuilds nothing: not what ships, not TypeScript.
workspace tiny
timeout 600
index plain
env UV_DEFAULT_INDEX={index}
remove apps/tiny
two-apps uv
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx run-many -t build test --outputStyle=static
> tested with 1.0
lock 1.0 1.1
$ sh: nx-kiln affected | tr '\n' ' '
> acme:closure one:test 
not build
not web
$ nx-kiln affected -t build
! no task is affected
$ nx-kiln slice one test
> "name":"kiln-tested","version":"1.1"
$ nx-kiln slice one
not kiln-tested
$ nx run-many -t build
> Cache:             3/4 hit
$ nx affected -t test --base=main --outputStyle=static
> tested with 1.1
# And the other way round.
$ sh: git -c user.name=a -c user.email=a@b.example commit -qam bump
lock 1.0 1.0
$ nx-kiln affected -t build --base=main
! no task is affected
# What TypeScript has in its own key moves TypeScript alone.
$ sh: git checkout -q uv.lock
append web/index.ts <<EOF
export const more = 2;
EOF
$ nx-kiln affected --explain
> web:build
> file web/index.ts
not one:
not closure
