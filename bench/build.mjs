// Nx-level claims on the example workspace: what Kiln adds to a cached build, what an action hit costs, further platforms.
// Usage: node bench/build.mjs [rounds]   needs `npm run demo` first (examples/ with nx-kiln installed)
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claim, measure, rounds, table } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const examples = join(root, 'examples');
if (!existsSync(join(examples, 'node_modules/nx-kiln'))) {
  console.error('run `npm run demo` first: it installs nx-kiln in examples/');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'kiln-bench-'));
const kiln = makeWorkspace('kiln');
const plain = makeWorkspace('plain');
const bare = makeWorkspace('bare');
const count = Number(process.argv[2] ?? 5);
const env = {
  ...process.env,
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  HOME: join(work, 'home'),
  GOMODCACHE: process.env.GOMODCACHE ?? join(process.env.HOME ?? work, 'go/pkg/mod'),
  KILN_CACHE_DIR: join(work, 'store'),
};
mkdirSync(env.HOME, { recursive: true });

try {
  nx(kiln, 'build', 'py-app'); // fetches what is needed, fills both caches
  addNoop();
  makePlain(plain, ['empty-plugin']);
  makePlain(bare, []);
  nx(plain, 'build', 'py-app');
  nx(bare, 'build', 'py-app');
  // In turns only with each other: a run that bypasses Nx's cache makes Nx restore the outputs at the next one.
  const cached = rounds(
    {
      'cached build, no plugin': () => nx(bare, 'build', 'py-app'),
      'cached build, a plugin that does nothing': () => nx(plain, 'build', 'py-app'),
      'cached build, Kiln': () => nx(kiln, 'build', 'py-app'),
    },
    count,
  );
  table(cached);
  const [without, empty, own] = Object.values(cached);
  claim('cached build, CPU, over the same graph with an empty plugin', own.cpu / empty.cpu, 1.1);
  console.log(
    `       (over the same graph without any plugin: ${(own.cpu / without.cpu).toFixed(3)}; Nx starts a process per plugin)`,
  );
  const hits = rounds(
    {
      'no-op task': () => nx(kiln, 'run', 'ts-utils:noop'),
      'action hit, Nx cache bypassed': () => nx(kiln, 'build', 'py-app', '--skip-nx-cache'),
    },
    count,
  );
  table(hits);
  const [noop, hit] = Object.values(hits);
  claim('action hit with an empty Nx cache, wall seconds over a no-op task', hit.wall - noop.wall, 1);
  morePlatforms();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Wheels and runtimes of all platforms are there (a first build fetched them); everything is assembled anew. */
function morePlatforms() {
  const freeze = (platform, store) => {
    const options = JSON.stringify({ outputPath: 'dist/more', platform });
    const argv = [process.execPath, join(root, 'bench/run-executor.cjs'), 'freeze', kiln, 'apps/py-app', options];
    return measure(argv, { cwd: kiln, env: { ...env, KILN_CACHE_DIR: store } });
  };
  const [first, ...more] = ['linux-x64', 'linux-arm64', 'windows-x64', 'macos-arm64', 'macos-x64'];
  for (const platform of more) {
    freeze(platform, env.KILN_CACHE_DIR);
  }
  const samples = Object.fromEntries([first, ...more].map((platform) => [platform, []]));
  for (let round = 0; round < 3; round++) {
    const store = join(work, `store-${round}`);
    for (const fetched of ['tools', 'caches']) {
      cpSync(join(env.KILN_CACHE_DIR, fetched), join(store, fetched), { recursive: true, verbatimSymlinks: true });
    }
    rmSync(join(kiln, 'dist/more'), { recursive: true, force: true });
    for (const [platform, taken] of Object.entries(samples)) {
      taken.push(freeze(platform, store));
    }
    rmSync(store, { recursive: true, force: true });
  }
  const middle = (list) => [...list].sort((a, b) => a.cpu - b.cpu)[1];
  table(Object.fromEntries(Object.entries(samples).map(([name, list]) => [`bundle for ${name}`, middle(list)])));
  for (const platform of more) {
    claim(`${platform} after the ones above, CPU seconds`, middle(samples[platform]).cpu, 3);
  }
}

function nx(cwd, ...args) {
  return measure([join(examples, 'node_modules/.bin/nx'), ...args, '--outputStyle=static'], { cwd, env });
}

function makeWorkspace(name) {
  const folder = join(work, name);
  cpSync(examples, folder, {
    recursive: true,
    filter: (path) => !/(^|[\\/])(node_modules|\.nx|dist|\.kiln|\.venv)([\\/]|$)/.test(path.slice(examples.length)),
  });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'empty-plugin'), { recursive: true });
  for (const name of readdirSync(join(examples, 'node_modules'))) {
    symlinkSync(join(examples, 'node_modules', name), join(modules, name));
  }
  writeFileSync(
    join(modules, 'empty-plugin/package.json'),
    '{"name": "empty-plugin", "version": "1.0.0", "main": "index.js"}\n',
  );
  writeFileSync(join(modules, 'empty-plugin/index.js'), "exports.name = 'empty';\n");
  return folder;
}

/** The same projects and outputs, made by a plain command that Nx caches: what Nx costs by itself. */
function makePlain(folder, plugins) {
  const nxJson = JSON.parse(readFileSync(join(folder, 'nx.json'), 'utf8'));
  writeFileSync(join(folder, 'nx.json'), JSON.stringify({ ...nxJson, plugins }));
  const made = join(work, 'made');
  cpSync(join(kiln, 'dist'), made, { recursive: true });
  const build = {
    cache: true,
    command: `mkdir -p dist && cp -r ${join(made, 'apps')} dist/`,
    inputs: ['{projectRoot}/src/**/*', '{projectRoot}/pyproject.toml'],
    outputs: ['{workspaceRoot}/dist/apps/py-app/linux-x64'],
    dependsOn: [{ projects: ['acme-core'], target: 'closure' }],
  };
  const closure = {
    cache: true,
    command: 'mkdir -p .kiln && cp uv.lock .kiln/',
    inputs: ['{workspaceRoot}/uv.lock'],
    outputs: ['{workspaceRoot}/.kiln'],
  };
  const projects = {
    'apps/py-app': ['py-app', { build }],
    'libs/core': ['acme-core', { closure }],
    'libs/text': ['acme-text', {}],
  };
  for (const [path, [name, targets]] of Object.entries(projects)) {
    writeFileSync(join(folder, path, 'project.json'), JSON.stringify({ name, targets }));
  }
}

function addNoop() {
  const utils = join(kiln, 'libs/ts-utils/project.json');
  const project = JSON.parse(readFileSync(utils, 'utf8'));
  writeFileSync(utils, JSON.stringify({ ...project, targets: { ...project.targets, noop: { executor: 'nx:noop' } } }));
}
