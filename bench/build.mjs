// Nx-level claims on the example workspace: what Kiln adds to a cached build, what an action hit costs, a second platform.
// Usage: node bench/build.mjs [rounds]   needs `npm run demo` first (examples/ with nx-kiln installed)
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  makePlain();
  nx(plain, 'build', 'py-app');
  const results = rounds(
    {
      'nx build, plain target, cached': () => nx(plain, 'build', 'py-app'),
      'nx build, Kiln, cached': () => nx(kiln, 'build', 'py-app'),
      'nx run noop (not cached)': () => nx(kiln, 'run', 'ts-utils:noop'),
      'nx build, Kiln, Nx cache empty': () => {
        rmSync(join(kiln, '.nx/cache'), { recursive: true, force: true });
        return nx(kiln, 'build', 'py-app', '--skip-nx-cache');
      },
    },
    Number(process.argv[2] ?? 5),
  );
  table(results);
  const [cached, own, noop, hit] = Object.values(results);
  claim('cached build, CPU, over the same graph without Kiln', own.cpu / cached.cpu, 1.1);
  claim('action hit with an empty Nx cache, wall seconds over a no-op task', hit.wall - noop.wall, 1);
  secondPlatform();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Wheels and runtime of the second platform are there (a first build fetched them); everything is assembled anew. */
function secondPlatform() {
  const build = (platform) =>
    measure(
      [
        process.execPath,
        join(root, 'bench/run-executor.cjs'),
        'freeze',
        kiln,
        'apps/py-app',
        JSON.stringify({ outputPath: 'dist/second', platform }),
      ],
      { cwd: kiln, env },
    );
  build('linux-arm64');
  const fetched = ['tools', 'caches'];
  const samples = { first: [], second: [] };
  for (let round = 0; round < 3; round++) {
    const store = join(work, `store-${round}`);
    for (const name of fetched) {
      cpSync(join(env.KILN_CACHE_DIR, name), join(store, name), { recursive: true, verbatimSymlinks: true });
    }
    rmSync(join(kiln, 'dist/second'), { recursive: true, force: true });
    const options = { cwd: kiln, env: { ...env, KILN_CACHE_DIR: store } };
    const run = (platform) =>
      measure(
        [
          process.execPath,
          join(root, 'bench/run-executor.cjs'),
          'freeze',
          kiln,
          'apps/py-app',
          JSON.stringify({ outputPath: 'dist/second', platform }),
        ],
        options,
      );
    samples.first.push(run('linux-x64'));
    samples.second.push(run('linux-arm64'));
  }
  const middle = (list) => [...list].sort((a, b) => a.cpu - b.cpu)[1];
  table({ 'bundle, first platform': middle(samples.first), 'bundle, second platform': middle(samples.second) });
  claim('second platform, CPU seconds', middle(samples.second).cpu, 3);
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
  symlinkSync(join(examples, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The same projects and outputs, made by a plain command that Nx caches: what Nx costs by itself. */
function makePlain() {
  const nxJson = JSON.parse(readFileSync(join(plain, 'nx.json'), 'utf8'));
  nxJson.plugins = (nxJson.plugins ?? []).filter((entry) => (entry.plugin ?? entry) !== 'nx-kiln');
  writeFileSync(join(plain, 'nx.json'), JSON.stringify(nxJson));
  const made = join(work, 'made');
  cpSync(join(kiln, 'dist'), made, { recursive: true });
  for (const [project, folder] of [
    ['py-app', 'apps/py-app'],
    ['acme-core', 'libs/core'],
    ['acme-text', 'libs/text'],
  ]) {
    const build = {
      cache: true,
      command: `cp -r ${join(made, 'apps')} dist/`,
      inputs: ['{projectRoot}/src/**/*', '{projectRoot}/pyproject.toml'],
      outputs: ['{workspaceRoot}/dist/apps/py-app/linux-x64'],
    };
    mkdirSync(join(plain, folder), { recursive: true });
    writeFileSync(
      join(plain, folder, 'project.json'),
      JSON.stringify({ name: project, targets: project === 'py-app' ? { build } : {} }),
    );
  }
  mkdirSync(join(plain, 'dist'), { recursive: true });
  const utils = join(kiln, 'libs/ts-utils/project.json');
  const project = JSON.parse(readFileSync(utils, 'utf8'));
  project.targets = { ...project.targets, noop: { executor: 'nx:noop' } };
  writeFileSync(utils, JSON.stringify(project));
}
