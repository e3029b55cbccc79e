# A checkout of Kiln that is linked instead of installed, as contributors have it: it builds, and its own content is in the key.
workspace tiny
cache own
$ sh: mkdir -p {root}/checkout {root}/prefix/lib && tar -xzf {tarball} -C {root}/checkout --strip-components=1
# Built, with dependencies of its own: the plugin finds another copy of Nx than the one that runs it.
$ sh: cp -al node_modules {root}/checkout/node_modules && rm -rf {root}/checkout/node_modules/nx-kiln node_modules/nx-kiln
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
env NPM_CONFIG_PREFIX={root}/prefix
$ npm link --no-audit --no-fund --ignore-scripts {root}/checkout
$ sh: test -L node_modules/nx-kiln && git status --short
not package
$ nx build tiny
> Successfully ran target build
$ dist/apps/tiny/{host}/tiny/tiny
> tiny
$ nx build tiny
> Cache:             2/2 hit
$ nx-kiln doctor
not error
$ nx bytecode tiny --outputStyle=static
> Successfully ran target bytecode
# Another line of its own code is another Kiln, whatever its version says.
append {root}/checkout/dist/src/pipeline/record.js <<END
// another one
END
$ nx build tiny
not Cache:             2/2 hit
> → dist
# As a dependency by its folder, which npm links too; the way back is known.
$ npm install --save-dev --no-audit --no-fund --ignore-scripts file:{root}/checkout
$ sh: test -L node_modules/nx-kiln && grep nx-kiln package.json
> file:
$ nx build tiny
> Successfully ran target build
$ nx build tiny
> Cache:             2/2 hit
