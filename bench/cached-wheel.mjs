/**
 * Claim: `nx wheel` of a library whose wheel Nx has costs ≤ 1.10 × an equal target without Kiln: nx:run-commands, the same
 * files as outputs.
 *
 *   node bench/cached-wheel.mjs [--rounds 9] [--sizes 1,20]     after `npm run build`, with uv on PATH
 *
 * Without Nx's daemon every process makes the graph, and CPU is counted; with it, wall seconds alone.
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderOf, writeGraphWorkspace } from './graph-workspace.mjs';
import { claim, rounds, table } from './measure.mjs';
import { nx, prepare, REPOSITORY, temporaryFolder, writeNxJson } from './nx-runs.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, sizes: { type: 'string', default: '1,20' } },
});
const BOUND = 1.1;
const MODULES = 50;
const require = createRequire(import.meta.url);
const { runtimes } = require(join(REPOSITORY, 'examples/kiln.json'));
const { toolchainContext } = require(join(REPOSITORY, 'dist/src/pipeline/session.js'));
/** Interpreters and tools are fetched once, not per workspace. */
const KILN_CACHE_DIR = toolchainContext(REPOSITORY, () => {}, new AbortController().signal).cacheDir;
const RUN = ['run', 'p0:wheel', '--outputStyle=static'];
const OUTPUT = `dist/${folderOf(0)}/wheel`;

/** @param target of the library; without one, what Kiln infers */
function workspace(name, projects, target) {
  const root = join(temporaryFolder(), name);
  writeGraphWorkspace(root, { projects, files: MODULES });
  const targets = target ? { targets: { wheel: target } } : {};
  writeFileSync(join(root, folderOf(0), 'project.json'), JSON.stringify({ name: 'p0', ...targets }));
  writeFileSync(join(root, 'kiln.json'), JSON.stringify({ pythons: { 3.14: '3.14.6' }, runtimes }));
  writeNxJson(root, target ? [] : ['nx-kiln']);
  prepare(root);
  return root;
}

/** Copies what Kiln made: Nx keeps and brings back the same files. */
function copying(made) {
  const copy = `require('node:fs').cpSync(${JSON.stringify(made)}, ${JSON.stringify(OUTPUT)}, { recursive: true })`;
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['{projectRoot}/**/*'],
    outputs: [`{workspaceRoot}/${OUTPUT}`],
    options: { command: `${process.execPath} -e ${JSON.stringify(copy)}` },
  };
}

const run = (root, how) => nx(root, RUN, { env: { KILN_CACHE_DIR }, ...how });

function restored(root, how) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  return run(root, how);
}

for (const size of values.sizes.split(',').map(Number)) {
  const kiln = workspace('kiln', size);
  run(kiln);
  const made = join(temporaryFolder(), 'made');
  cpSync(join(kiln, OUTPUT), made, { recursive: true });
  const roots = { plain: workspace('plain', size, copying(made)), kiln };
  for (const root of Object.values(roots)) {
    run(root);
    run(root);
  }
  for (const [text, replay] of Object.entries({ 'outputs in place': run, 'outputs brought back': restored })) {
    const measured = (how) =>
      rounds({ plain: () => replay(roots.plain, how), kiln: () => replay(roots.kiln, how) }, Number(values.rounds));
    console.log(`\n${size} project${size === 1 ? '' : 's'}, ${text}`);
    const alone = measured({});
    table(alone);
    claim('cached wheel, CPU', alone.kiln.cpu / alone.plain.cpu, BOUND);
    for (const root of Object.values(roots)) {
      run(root, { daemon: true });
    }
    const served = measured({ daemon: true });
    claim('cached wheel with Nx’s daemon, wall', served.kiln.wall / served.plain.wall, BOUND);
    for (const root of Object.values(roots)) {
      nx(root, ['daemon', '--stop'], { daemon: true });
    }
  }
}
