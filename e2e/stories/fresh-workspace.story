# A workspace that never heard of Python: `nx add nx-kiln`, one project, build, run.
needs go
workspace fresh
timeout 900
$ npm install --save-dev nx@24.0.6
$ nx add nx-kiln
$ nx g nx-kiln:init --runtimes=go-module
exists kiln.json
$ sh: grep -q '"nx-kiln"' nx.json && grep -q '"nx-kiln"' package.json
# A second time changes nothing.
remember nx.json
remember kiln.json
$ nx g nx-kiln:init --runtimes=go-module
unchanged nx.json
unchanged kiln.json
index plain
locked kiln-probe
env UV_DEFAULT_INDEX={index}
$ nx show projects
> tiny
$ nx build tiny
$ dist/apps/tiny/{host}/tiny/tiny
> tiny forty-two
$ nx build tiny
> Cache:             2/2 hit
# And a project of one's own, with a lock of its own as the other has.
$ nx g nx-kiln:app apps/hello --test=none --lint=none --typecheck=none
exists apps/hello/uv.lock
$ nx build hello
$ dist/apps/hello/{host}/hello/hello
> Hello, world!
