/**
 * Claim: the wheel of a pure project costs ≤ 0.5 s CPU more than raw `uv build` of it.
 *
 *   node bench/wheel.mjs [--rounds 5]     after `npm run build`, with uv on PATH
 *
 * Both build the same project after one line of a module changed, with what they fetched before: uv with its cache, Kiln with
 * its store. Kiln's figure is that of the executor's whole process and of all that it starts. Beside it: after a line of
 * pyproject.toml changed, which has the metadata checked anew, and with nothing changed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, rounds, table } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { toolchainContext } = require(join(root, 'dist/src/pipeline/session.js'));
const { interpreterFor } = require(join(root, 'dist/src/toolchain/runtimes.js'));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const MODULES = 50;
const BOUND_S = 0.5;
const BACKENDS = {
  uv_build: ['uv_build>=0.9,<0.14', 'uv_build'],
  hatchling: ['hatchling>=1', 'hatchling.build'],
  setuptools: ['setuptools>=77', 'setuptools.build_meta'],
};

const work = mkdtempSync(join(tmpdir(), 'kiln-bench-'));
const workspace = join(work, 'workspace');
const kilnJson = { pythons: { 3.14: '3.14.6' }, runtimes: require(join(root, 'examples/kiln.json')).runtimes };
// The store may know what an earlier run built.
let edits = Date.now();

function manifest(name, description) {
  const [requires, backend] = BACKENDS[name];
  writeFileSync(
    join(workspace, name, 'pyproject.toml'),
    `[project]\nname = "lib-${name.replace('_', '-')}"\nversion = "1.0"\ndescription = "${description}"\nreadme = "README.md"\n\n[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${backend}"\n`,
  );
}

function project(name) {
  const folder = join(workspace, name);
  mkdirSync(join(folder, 'src', `lib_${name}`), { recursive: true });
  manifest(name, 'Measured');
  writeFileSync(join(folder, 'README.md'), '# Measured\n');
  writeFileSync(join(folder, 'src', `lib_${name}`, '__init__.py'), '');
  for (let at = 0; at < MODULES; at++) {
    writeFileSync(join(folder, 'src', `lib_${name}`, `m${at}.py`), `def f():\n    return ${at}\n`.repeat(40));
  }
}

function edit(name) {
  edits += 1;
  writeFileSync(join(workspace, name, 'src', `lib_${name}`, '__init__.py'), `EDIT = ${edits}\n`);
}

try {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, 'kiln.json'), JSON.stringify(kilnJson));
  const context = toolchainContext(workspace, () => {}, new AbortController().signal);
  const python = join(await interpreterFor('3.14.6', context).toolchain.resolve(), 'bin', 'python3');
  const env = { ...process.env, UV_CACHE_DIR: join(work, 'uv') };
  for (const name of Object.keys(BACKENDS)) {
    project(name);
    const folder = join(workspace, name);
    const options = JSON.stringify({ format: 'wheel', outputPath: `dist/${name}` });
    const kiln = () =>
      measure([process.execPath, join(root, 'bench/run-executor.cjs'), 'package', workspace, name, options], { env });
    const raw = () =>
      measure(['uv', 'build', '--wheel', '--python', python, '--out-dir', join(work, name), folder], { env });
    const edited = (run) => () => {
      edit(name);
      return run();
    };
    const redescribed = (run) => () => {
      edits += 1;
      manifest(name, `Measured ${edits}`);
      return run();
    };
    // What both fetch once is not what is measured.
    edited(raw)();
    edited(kiln)();
    const results = rounds(
      {
        [`uv build (${name})`]: edited(raw),
        [`kiln (${name})`]: edited(kiln),
        [`kiln, other metadata (${name})`]: redescribed(kiln),
        [`kiln, known (${name})`]: kiln,
      },
      Number(values.rounds),
    );
    table(results);
    const [uv, ours] = Object.values(results);
    const more = ours.cpu - uv.cpu;
    console.log(
      `${more <= BOUND_S ? 'met   ' : 'missed'} Kiln’s cost over uv build, ${name}: ${more.toFixed(3)} s CPU (bound ${BOUND_S})`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
