// Exactness and speed of the import scanner: node bench/imports.mjs [--python <interpreter>] [--folder <sources>] [--rounds 5]
//
// Compares module, level, names, line and flags of every import with what CPython's ast finds, on the standard libraries of
// all Pythons that uv finds and on a dozen large distributions that it installs into a temporary folder; then the CPU of
// scanning with that of reading the same files. --folder takes other sources instead. Ends with 1 on any difference.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureCpu, median, pairedRatio } from './cpu.mjs';

const DISTRIBUTIONS =
  'django sympy pandas sqlalchemy networkx scipy twisted numpy scikit-learn nltk mypy pylint pytest celery boto3 ansible ' +
  'ansible-core azure-mgmt-network azure-mgmt-compute azure-storage-blob azure-identity apache-airflow-core';
const here = fileURLToPath(import.meta.url);
const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    folder: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    work: { type: 'string' },
    list: { type: 'string' },
  },
});

function output(program, args) {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.error || run.status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${run.error?.message ?? run.stderr}`);
  }
  return run.stdout;
}

const uv = process.env.KILN_UV ?? 'uv';

/** Newest first; alternative implementations have no part in this. */
function interpreters() {
  const found = JSON.parse(output(uv, ['python', 'list', '--only-installed', '--output-format', 'json']));
  return found.filter(({ implementation, path }) => implementation === 'cpython' && path).map(({ path }) => path);
}

function standardLibraries(pythons) {
  const folders = pythons.map((python) =>
    output(python, ['-I', '-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']).trim(),
  );
  return [...new Set(folders)];
}

function install(python, folder) {
  mkdirSync(folder, { recursive: true });
  const args = ['pip', 'install', '--quiet', '--target', folder, '--python', python, '--only-binary', ':all:'];
  output(uv, [...args, ...DISTRIBUTIONS.split(' ')]);
  return folder;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'site-packages' || entry.name === '__pycache__' ? [] : sources(path);
    }
    return entry.isFile() && entry.name.endsWith('.py') ? [path] : [];
  });
}

function load(module) {
  return createRequire(import.meta.url)(`../dist/src/graph/imports/${module}.js`);
}

/** One text per import; calls of functions run where their function is called, so that only statements have flags. */
function describe({ shape, line, where }) {
  const { COMPUTED, readShape } = load('shapes');
  const { module, level, names = null, dynamic } = readShape(shape);
  return shape === COMPUTED
    ? `computed ${line}`
    : JSON.stringify([module, level, names, line, dynamic ? 'call' : where]);
}

function compare(python, list, files) {
  const { findImports, placeImports } = load('scanner');
  const statements = load('statements').newStatements();
  const reference = join(here, '..', 'imports-reference.py');
  const parsed = JSON.parse(output(python, ['-I', reference, list]));
  let imports = 0;
  const differences = [];
  for (const [index, file] of files.entries()) {
    const expected = parsed[index];
    const source = readFileSync(file);
    const placed = placeImports(source);
    const shapes = findImports(source, statements);
    if (shapes.join('\n') !== placed.map(({ shape }) => shape).join('\n')) {
      differences.push({ file, missing: placed.map(({ shape }) => shape), extra: shapes });
    }
    if (expected === null) {
      continue;
    }
    const actual = placed.map(describe).sort();
    const wanted = expected.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).sort();
    imports += wanted.length;
    if (actual.join('\n') !== wanted.join('\n')) {
      differences.push({
        file,
        missing: wanted.filter((one) => !actual.includes(one)),
        extra: actual.filter((one) => !wanted.includes(one)),
      });
    }
  }
  return { parsed: parsed.filter((one) => one !== null).length, imports, differences };
}

/** What is timed, each in a process of its own; the last three show where the floor is. */
const WORK = {
  scan(files) {
    // As the plugin does it: reads into one buffer, remembers statements.
    const { findImports } = load('scanner');
    const { readSource } = load('read-source');
    const statements = load('statements').newStatements();
    return files.reduce((sum, file) => sum + findImports(readSource(file), statements).length, 0);
  },
  read: (files) => files.reduce((sum, file) => sum + readFileSync(file).length, 0),
  'read into one buffer': (files) => {
    const { readSource } = load('read-source');
    return files.reduce((sum, file) => sum + readSource(file).length, 0);
  },
  'search the word': (files) => {
    const { readSource } = load('read-source');
    const word = Buffer.from('import');
    let count = 0;
    for (const file of files) {
      const bytes = readSource(file);
      for (let pos = bytes.indexOf(word); pos >= 0; pos = bytes.indexOf(word, pos + word.length)) {
        count += 1;
      }
    }
    return count;
  },
  'touch each byte': (files) => {
    const { readSource } = load('read-source');
    let lines = 0;
    for (const file of files) {
      const bytes = readSource(file);
      for (let i = 0; i < bytes.length; i += 1) {
        lines += bytes[i] === 10 ? 1 : 0;
      }
    }
    return lines;
  },
};

function main() {
  const pythons = options.python ? [options.python] : interpreters();
  const temporary = mkdtempSync(join(tmpdir(), 'kiln-imports-'));
  try {
    const folders = options.folder ?? [...standardLibraries(pythons), install(pythons[0], join(temporary, 'site'))];
    const files = folders.flatMap(sources).sort();
    const list = join(temporary, 'list.json');
    writeFileSync(list, JSON.stringify(files));
    const { parsed, imports, differences } = compare(pythons[0], list, files);
    const count = (key) => differences.reduce((sum, one) => sum + one[key].length, 0);
    console.log(`${files.length} files, ${parsed} that ${pythons[0]} parses, ${imports} imports`);
    console.log(`missing ${count('missing')}, extra ${count('extra')}`);
    for (const { file, missing, extra } of differences.slice(0, 40)) {
      console.log(`${file}\n  missing ${missing.slice(0, 5).join(' ')}\n  extra   ${extra.slice(0, 5).join(' ')}`);
    }
    const cases = Object.fromEntries(
      Object.keys(WORK).map((name) => [name, [process.execPath, here, '--work', name, '--list', list]]),
    );
    const times = measureCpu(cases, { rounds: Number(options.rounds) });
    for (const [name, list] of Object.entries(times)) {
      const ratio = pairedRatio(list, times.read).toFixed(2);
      console.log(`${name.padEnd(22)} ${median(list).toFixed(0).padStart(6)} ms CPU ${ratio.padStart(6)} × read`);
    }
    process.exitCode = differences.length > 0 ? 1 : 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

if (options.work) {
  console.log(WORK[options.work](JSON.parse(readFileSync(options.list, 'utf8'))));
} else {
  main();
}
