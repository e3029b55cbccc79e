/**
 * Claims about the project graph, each as a comparison of runs that took turns on one machine:
 *   400 projects, 16,400 files: cold ≤ 1.0 s CPU and < 100 MB over no plugin, warm ≤ 0.15 s CPU over it
 *   1,000 projects: warm `nx show projects` ≤ 1.1 × Nx without the plugin
 *   1,000 projects with the daemon: after one edit ≤ 1.2 × (wall)
 *
 *   node bench/graph.mjs [--rounds 5] [--only scan,warm,daemon] [--nxlv]     after `npm run build`
 *   --nxlv installs @nxlv/python@23.1.1 beside it and measures it too, once; uv has to be on PATH
 *
 * Without the plugin Nx sees the same projects: each has a project.json with its name.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderOf, writeGraphWorkspace } from './graph-workspace.mjs';
import { claim, rounds } from './measure.mjs';
import { forgetGraph, nx, prepare, temporaryFolder, writeNxJson } from './nx-runs.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'scan,warm,daemon' },
    nxlv: { type: 'boolean', default: false },
  },
});
const count = Number(values.rounds);

/** The same workspace with the plugin and without. */
function twins(projects, files) {
  return Object.fromEntries(
    [
      ['plain', []],
      ['kiln', ['nx-kiln']],
    ].map(([name, plugins]) => {
      const root = join(temporaryFolder(), name);
      writeGraphWorkspace(root, { projects, files });
      writeNxJson(root, plugins);
      prepare(root);
      return [name, root];
    }),
  );
}

function show(title, results) {
  console.log(`\n${title}`);
  for (const [name, { cpu, wall, memory }] of Object.entries(results)) {
    console.log(
      `${name.padEnd(28)} ${cpu.toFixed(2).padStart(7)} s CPU ${wall.toFixed(2).padStart(7)} s wall ${memory.toFixed(0).padStart(6)} MB`,
    );
  }
}

const GRAPH = ['graph', '--file=.nx/graph.json'];

function scan() {
  const { plain, kiln } = twins(400, 41);
  const cold = (root) => () => {
    forgetGraph(root);
    return nx(root, GRAPH);
  };
  const results = rounds(
    {
      'plain cold': cold(plain),
      'plain warm': () => nx(plain, GRAPH),
      'kiln cold': cold(kiln),
      // The first run after a fresh checkout compares contents; from the next on times do.
      'kiln settled': () => nx(kiln, GRAPH),
      'kiln warm': () => nx(kiln, GRAPH),
    },
    count,
  );
  show('400 projects, 16,400 files', results);
  claim('cold, seconds of CPU over no plugin', results['kiln cold'].cpu - results['plain cold'].cpu, 1);
  claim('cold, MB over no plugin', results['kiln cold'].memory - results['plain cold'].memory, 100);
  claim('warm, seconds of CPU over no plugin', results['kiln warm'].cpu - results['plain warm'].cpu, 0.15);
  if (values.nxlv) {
    nxlv();
  }
}

/** Its own workspace and install: what it brings must not change what is measured of ours. */
function nxlv() {
  const root = join(temporaryFolder(), 'nxlv');
  writeGraphWorkspace(root, { projects: 400, files: 41 });
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', 'nx@24.0.6', '@nxlv/python@23.1.1'], {
    cwd: root,
    stdio: 'inherit',
  });
  writeNxJson(root, [{ plugin: '@nxlv/python', options: { packageManager: 'uv', inferDependencies: true } }]);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const cold = nx(root, GRAPH);
  show('@nxlv/python 23.1.1 on the same files, once', { 'nxlv cold': cold, 'nxlv warm': nx(root, GRAPH) });
}

function warm() {
  const { plain, kiln } = twins(1000, 10);
  for (const isolate of [false, true]) {
    const run = (root) => () => nx(root, ['show', 'projects'], { isolate });
    for (const root of [plain, kiln, kiln]) {
      run(root)();
    }
    const results = rounds({ plain: run(plain), kiln: run(kiln) }, count);
    show(`1,000 projects, warm${isolate ? ', plugins in processes of their own' : ''}`, results);
    claim('warm nx show projects, CPU', results.kiln.cpu / results.plain.cpu, 1.1);
  }
}

function daemon() {
  const { plain, kiln } = twins(1000, 10);
  const edit = (root) => () => {
    appendFileSync(join(root, folderOf(500), 'src', 'p500', 'm1.py'), '# edited\n');
    return nx(root, ['show', 'projects'], { daemon: true, isolate: true });
  };
  try {
    for (const root of [plain, kiln]) {
      nx(root, ['show', 'projects'], { daemon: true, isolate: true });
    }
    const results = rounds({ plain: edit(plain), kiln: edit(kiln) }, count);
    show('1,000 projects, daemon, after one edit', results);
    claim('after one edit with the daemon, wall', results.kiln.wall / results.plain.wall, 1.2);
  } finally {
    for (const root of [plain, kiln]) {
      nx(root, ['daemon', '--stop'], { daemon: true });
    }
  }
}

const parts = { scan, warm, daemon };
for (const name of values.only.split(',')) {
  parts[name]();
}
