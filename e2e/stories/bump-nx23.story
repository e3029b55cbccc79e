# The same bumps with Nx 23, which selects by project: nx-kiln goes by task there too.
workspace tiny
nx 23.2.1
each uv requirements
timeout 900
index plain
env UV_DEFAULT_INDEX={index}
remove apps/tiny
two-apps {each}
# Brings uv and the interpreter.
$ nx bytecode common
$ nx --version
> 23.2.1
withhold kiln-shipped 1.1
withhold kiln-tested 1.1
locks {each}
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx run-many -t build --outputStyle=static
> Successfully ran target build for 3 projects
publish kiln-shipped 1.1
bump {each} kiln-shipped
$ sh: nx-kiln affected | grep -Ev 'closure|:(wheel|sdist)$' | tr '\n' ' '
> one:build one:smoke one:test 
not two
not web
not bytecode
# Nx selects every reader of the lock, and no TypeScript.
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> one 
not web
$ sh: nx run-many -t build --outputStyle=static | grep 'nx run .*cache' | sort
> nx run two:build
> nx run web:build
not one:build
$ sh: git -c user.name=a -c user.email=a@b.example commit -qam bump
publish kiln-tested 1.1
bump {each} kiln-tested
$ nx-kiln affected -t build --base=main
! no task is affected
$ sh: nx run-many -t build --outputStyle=static | grep 'nx run .*cache' | sort
> nx run one:build
> nx run two:build
> nx run web:build
append web/index.ts <<END
export const more = 2;
END
$ sh: nx-kiln affected -t build --base=main
> web:build
not one
not two
