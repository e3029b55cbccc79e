/**
 * Claim: the closure after a bump in a lock of 500 projects costs ≤ 1 s CPU over Nx alone.
 *
 *   node bench/closure.mjs [--rounds 5] [--projects 500] [--only uv,poetry,large]     after `npm run build`
 *
 * In turns: a task of Nx that does nothing, one whose executor does nothing (Nx starts a process for it), the closure after
 * a bump in Nx, and the closure alone in a bare Node process. Then the library on a lock of poetry and on one of 50 MB.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeLargeLock, writePoetryLock } from './closure-locks.mjs';
import { writeGraphWorkspace } from './graph-workspace.mjs';
import { claim, measure, rounds, table } from './measure.mjs';
import { nx, prepare, REPOSITORY, temporaryFolder, writeNxJson } from './nx-runs.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    projects: { type: 'string', default: '500' },
    only: { type: 'string', default: 'uv,poetry,large' },
  },
});
const [count, projects] = [Number(values.rounds), Number(values.projects)];

/** Another hash for the first package that has one. */
function bump(root, lock) {
  const text = readFileSync(join(root, lock), 'utf8');
  const at = text.indexOf('"', text.indexOf('"sha256:') + 1) - 1;
  writeFileSync(join(root, lock), `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`);
}

/** The executor in a process of its own, as Nx calls it, without Nx. */
function alone(root, lock) {
  const options = JSON.stringify({ lock, outputPath: '.kiln/closure/root' });
  return measure([process.execPath, join(REPOSITORY, 'bench', 'run-executor.cjs'), 'closure', root, '.', options]);
}

/** A local executor that does nothing: what Nx and the start of a process cost. */
function addNothing(root) {
  const write = (file, value) => writeFileSync(join(root, 'nothing', file), JSON.stringify(value));
  mkdirSync(join(root, 'nothing'));
  write('package.json', { name: 'nothing', executors: './executors.json' });
  write('executors.json', { executors: { nothing: { implementation: './nothing.js', schema: './schema.json' } } });
  write('schema.json', { type: 'object', properties: {} });
  writeFileSync(join(root, 'nothing', 'nothing.js'), 'module.exports.default = async () => ({ success: true });\n');
  const target = { executor: './nothing:nothing' };
  writeFileSync(
    join(root, 'project.json'),
    JSON.stringify({ name: 'workspace', targets: { nothing: target, noop: { executor: 'nx:noop' } } }),
  );
}

function uv() {
  const root = join(temporaryFolder(), 'uv');
  writeGraphWorkspace(root, { projects, files: 4 });
  addNothing(root);
  writeNxJson(root, ['nx-kiln']);
  prepare(root);
  const task = (name) => () => nx(root, ['run', `workspace:${name}`, '--skip-nx-cache']);
  const bumped = (run) => () => {
    bump(root, 'uv.lock');
    return run();
  };
  // The second run keeps what the first one inferred.
  for (const name of ['noop', 'nothing', 'closure', 'closure']) {
    task(name)();
  }
  const results = rounds(
    {
      'nx:noop': task('noop'),
      'executor that does nothing': task('nothing'),
      'closure after a bump': bumped(task('closure')),
      'closure, nothing changed': task('closure'),
      'the closure without Nx': bumped(() => alone(root, 'uv.lock')),
      node: () => measure([process.execPath, '-e', '0']),
    },
    count,
  );
  console.log(`\n${projects} projects, uv.lock of ${megabytes(root, 'uv.lock')} MB`);
  table(results);
  const cpu = (name) => results[name].cpu;
  claim('closure after a bump, s CPU over nx:noop', cpu('closure after a bump') - cpu('nx:noop'), 1);
  claim(
    'closure after a bump, s CPU over an executor that does nothing',
    cpu('closure after a bump') - cpu('executor that does nothing'),
    1,
  );
}

function megabytes(root, file) {
  return (readFileSync(join(root, file)).length / 1e6).toFixed(1);
}

/** One lock of poetry for all: a hub whose path dependencies the projects are. */
function poetry() {
  const root = join(temporaryFolder(), 'poetry');
  writeGraphWorkspace(root, { projects, files: 4 });
  writePoetryLock(root, projects);
  library(root, 'poetry.lock');
}

function large() {
  const root = join(temporaryFolder(), 'large');
  writeGraphWorkspace(root, { projects, files: 4 });
  writeLargeLock(root, projects);
  library(root, 'uv.lock');
}

function library(root, lock) {
  alone(root, lock);
  const results = rounds(
    {
      'closure after a bump, without Nx': () => {
        bump(root, lock);
        return alone(root, lock);
      },
      node: () => measure([process.execPath, '-e', '0']),
    },
    count,
  );
  console.log(`\n${projects} projects, ${lock} of ${megabytes(root, lock)} MB`);
  table(results);
  console.log(`largest process ${results['closure after a bump, without Nx'].memory.toFixed(0)} MB`);
}

const parts = { uv, poetry, large };
for (const name of values.only.split(',')) {
  parts[name]();
}
