# A bump in a lock that pdm, poetry 1 or pip-compile made, or in a pylock.toml, reaches what has the package, and nothing else.
workspace tiny
each pdm pylock requirements poetry-1
timeout 900
index plain
env UV_DEFAULT_INDEX={index}
remove apps/tiny
two-apps {each}
# Brings uv and the interpreter.
$ nx bytecode common
withhold kiln-shipped 1.1
withhold kiln-tested 1.1
locks {each}
$ sh: rm -rf apps/*/.pdm-python apps/*/.venv && git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ nx-kiln doctor
not error
$ nx run-many -t build test --outputStyle=static
> tested with 1.0
$ nx-kiln affected
! no task is affected
# Inside: what the first application ships. Its packages are left out: the lock lies in its folder, as all that these backends may pack does.
publish kiln-shipped 1.1
bump {each} kiln-shipped
$ sh: nx-kiln affected | grep -Ev ':(wheel|sdist)$' | tr '\n' ' '
> one:build one:closure one:smoke one:test 
not two
not web
not common
$ nx run-many -t build test --outputStyle=static
> Cache:
$ dist/apps/one/{host}/one/one
> one common 1.1
# By project, as before Nx 24, nx-kiln still goes by task, and Nx selects the readers of that lock.
env NX_LEGACY_AFFECTED=true
$ sh: nx-kiln affected | grep -Ev ':(wheel|sdist)$' | tr '\n' ' '
> one:build one:closure one:smoke one:test 
not two
not web
$ sh: nx show projects --affected --base=main | sort | tr '\n' ' '
> one 
not two
not web
env NX_LEGACY_AFFECTED=
# Outside: what only tests need.
$ sh: git -c user.name=a -c user.email=a@b.example commit -qam bump
publish kiln-tested 1.1
bump {each} kiln-tested
$ sh: nx-kiln affected --base=HEAD | grep -Ev ':(wheel|sdist)$' | tr '\n' ' '
> one:closure one:test 
not one:build
not two
not web
$ nx run-many -t build test --outputStyle=static
> tested with 1.1
# Back again: the older state is in the cache, the list is the same from the other side.
$ sh: git checkout -q HEAD~1 -- apps
$ sh: nx-kiln affected --base=HEAD | grep -Ev ':(wheel|sdist)$' | tr '\n' ' '
> one:build one:closure one:smoke one:test 
not two
$ nx run-many -t build test --outputStyle=static
> Cache:
# A runner with nothing in its caches builds what is listed, and what that needs.
$ sh: git checkout -qf HEAD -- apps
forget nx
$ nx-kiln affected --base=HEAD~1 --head=HEAD -t build --run
> Successfully ran target build for project one
not two:build
not web:build
