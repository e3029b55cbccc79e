# The same bumps with Nx 23, which selects by project: nx-kiln goes by task there too.
needs go
workspace fresh
cache own
timeout 900
$ npm install --save-dev nx@23.2.1
$ nx add nx-kiln
$ nx g nx-kiln:init --runtimes=go-module
index plain
env UV_DEFAULT_INDEX={index}
two-apps uv
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx run-many -t build
> Successfully ran target build for 3 projects
lock 1.1 1.0
$ sh: nx-kiln affected | tr '\n' ' '
> fresh:closure one:build one:smoke one:test 
not two
not web
# Nx selects every reader of the lock, and no TypeScript.
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> common fresh one two 
not web
$ nx run-many -t build
> read the output from the cache instead of running the command for 2 out of 4 tasks
$ sh: git -c user.name=a -c user.email=a@b.example commit -qam bump
lock 1.1 1.1
$ nx-kiln affected -t build --base=main
! no task is affected
$ nx run-many -t build
> read the output from the cache instead of running the command for 3 out of 4 tasks
append web/index.ts <<EOF
export const more = 2;
EOF
$ sh: nx-kiln affected -t build --base=main
> web:build
not one
not two
