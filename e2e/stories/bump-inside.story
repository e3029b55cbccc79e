# A bump of a package that one application ships rebuilds that application alone, and nx-kiln affected lists exactly it.
workspace tiny
timeout 600
index plain
env UV_DEFAULT_INDEX={index}
remove apps/tiny
two-apps uv
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx run-many -t build
> Successfully ran target build for 3 projects
$ nx-kiln affected
! no task is affected
lock 1.1 1.0
$ sh: nx-kiln affected | tr '\n' ' '
> acme:closure one:build one:smoke one:test 
not two
not web
not bytecode
$ nx-kiln affected -t build --explain
> slice .kiln/closure/root/one.build.json: kiln-shipped 1.0 → 1.1
# Warm: Nx selects every reader of the lock, and only the one whose slice has the package is built.
$ nx affected -t build --base=main
> Cache:             1/3 hit
not web:build
$ dist/apps/one/{host}/one/one
> one common 1.1
# By project, as before Nx 24, nx-kiln still goes by task.
env NX_LEGACY_AFFECTED=true
$ sh: nx-kiln affected | tr '\n' ' '
> acme:closure one:build one:smoke one:test 
not web
# Nx selects every reader of the lock, and no TypeScript.
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> acme common one two 
not web
env NX_LEGACY_AFFECTED=
# Back again: the older state is in the cache, the list is the same from the other side.
$ sh: git -c user.name=a -c user.email=a@b.example commit -qam bump
lock 1.0 1.0
$ sh: nx-kiln affected --base=main | tr '\n' ' '
> acme:closure one:build one:smoke one:test 
$ nx run-many -t build
> Cache:             4/4 hit
# A runner with nothing in its caches builds what is listed, and what that needs.
$ sh: git checkout -q uv.lock
forget nx
$ nx-kiln affected --base=HEAD~1 --head=HEAD -t build --run
> Successfully ran target build for project one
not two:build
not web:build
