# Another Kiln is another key: an update of the npm package selects every Python task, and nothing of TypeScript.
workspace tiny
remove apps/tiny
two-apps uv
write add.cjs <<EOF
const { readFileSync, writeFileSync } = require('node:fs');
const version = process.argv[2];
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
lock.packages[''].devDependencies['nx-kiln'] = version;
lock.packages['node_modules/nx-kiln'] = { version, resolved: 'https://registry.example/nx-kiln.tgz', integrity: 'sha512-' + version, dev: true };
writeFileSync('package-lock.json', JSON.stringify(lock, undefined, 2));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
manifest.devDependencies['nx-kiln'] = version;
writeFileSync('package.json', JSON.stringify(manifest, undefined, 2));
EOF
replace web/project.json '"inputs":["default","^default"]' '"inputs":["default",{"externalDependencies":[]}]'
$ node add.cjs 0.1.0
$ sh: git init -qb main && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm first
$ node add.cjs 0.2.0
$ sh: nx-kiln affected -t build,closure,bytecode --explain | tee list
> one:build
> two:build
> acme:closure
> common:bytecode
> package kiln:plugin: 0.1.0 → 0.2.0
not web:build
# Nx sees it as well, through the edge from kiln:plugin to the npm package.
$ nx affected -t build --explain=stdout --base=main
> "one:build"
> "two:build"
not "web:build"
# Another package of npm moves no Python.
$ sh: git checkout -q . && sed -i 's|"version": "6.0|"version": "6.1|' package-lock.json && git diff --stat
> package-lock.json
$ nx-kiln affected -t build
not web:build
not one:build
not two:build
