# `nx add nx-kiln` with the other package managers, from a registry; executors start from where these put things.
needs go
workspace fresh
each pnpm yarn-1 yarn-4
timeout 900
$ sh: case {each} in pnpm) p=pnpm@10.34.5;; yarn-1) p=yarn@1.22.22;; yarn-4) p=@yarnpkg/cli-dist@4.18.1;; esac; npm install --silent --prefix {root}/manager $p
# Berry reads no .npmrc and refuses plain HTTP and what was published a minute ago.
$ sh: test {each} != yarn-4 || printf 'nodeLinker: node-modules\nnpmRegistryServer: "%s"\nunsafeHttpWhitelist: ["127.0.0.1"]\nnpmMinimalAgeGate: 0\nenableTelemetry: false\n' "$(sed -n s/^registry=//p .npmrc)" > .yarnrc.yml
$ sh: test {each} != yarn-4 || touch yarn.lock
$ sh: m={each}; PATH={root}/manager/node_modules/.bin:$PATH ${m%-*} add -D nx@24.0.6
$ sh: PATH={root}/manager/node_modules/.bin:$PATH nx add nx-kiln
$ sh: grep -q '"nx-kiln"' nx.json && grep -q '"nx-kiln"' package.json && test ! -e package-lock.json
$ sh: PATH={root}/manager/node_modules/.bin:$PATH nx g nx-kiln:init --runtimes=go-module
index plain
locked kiln-probe
env UV_DEFAULT_INDEX={index}
$ sh: PATH={root}/manager/node_modules/.bin:$PATH nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
# Another run knows it again: what a package manager writes on the way is in no key.
$ sh: PATH={root}/manager/node_modules/.bin:$PATH nx build tiny
> Cache:             2/2 hit
