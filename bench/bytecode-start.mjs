// What bytecode brings at the start of an application, layout by layout, in one run on one interpreter.
// Usage: node bench/bytecode-start.mjs [rounds] [python]   the application reads some 160 modules of a copy of that Python's library
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, rounds } from './measure.mjs';

const python = process.argv[3] ?? 'python3';
const work = mkdtempSync(join(tmpdir(), 'kiln-start-'));
// Big, pure, and in nobody's start-up: what a web application of some size imports.
const PACKAGES = [
  'asyncio',
  'email',
  'json',
  'unittest',
  'xml',
  'logging',
  'http',
  'urllib',
  'importlib',
  'concurrent',
  'multiprocessing',
  'html',
];

const START = `import sys
from importlib.machinery import PathFinder
import app
for name in app.NAMES:
    path, parts = sys.path[:1], name.split(".")
    for i in range(len(parts)):
        spec = PathFinder.find_spec(".".join(parts[: i + 1]), path)
        path = spec.submodule_search_locations
    assert spec.loader.get_code(name)
print(len(app.NAMES))
`;

function run(args, options = {}) {
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });
  if (status !== 0) {
    throw new Error(`${args.join(' ')}\n${stderr}`);
  }
  return stdout.trim();
}

try {
  const lib = run(['-c', 'import os; print(os.path.dirname(os.__file__))']);
  const source = join(work, 'source');
  mkdirSync(join(source, 'app'), { recursive: true });
  const modules = [];
  for (const name of PACKAGES) {
    cpSync(join(lib, name), join(source, 'app', name), {
      recursive: true,
      filter: (path) => !path.endsWith('__pycache__'),
    });
  }
  writeFileSync(join(source, 'app/__init__.py'), '');
  for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path.endsWith('.py') && !/__main__|\/test|windows|win32|spawn|forkserver|heap|sharedctypes/.test(path)) {
      modules.push(path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.'));
    }
  }
  // Modules are found and read as an import does it, but not run: running costs the same in every layout.
  writeFileSync(join(source, 'app/__init__.py'), `NAMES = ${JSON.stringify(modules.slice(1))}\n`);
  writeFileSync(join(source, 'start.py'), START);
  const variants = {
    'no bytecode': [],
    timestamp: ['--invalidation-mode', 'timestamp'],
    'timestamp, sources touched since': ['--invalidation-mode', 'timestamp'],
    'checked-hash': ['--invalidation-mode', 'checked-hash'],
    'unchecked-hash': ['--invalidation-mode', 'unchecked-hash'],
    'unchecked-hash, -O2': ['--invalidation-mode', 'unchecked-hash', '-o', '2'],
    sourceless: ['--invalidation-mode', 'unchecked-hash', '-b'],
    'zip of bytecode': ['--invalidation-mode', 'unchecked-hash', '-b'],
    'zip of sources': [],
  };
  const starts = {};
  for (const [name, args] of Object.entries(variants)) {
    const folder = join(work, name.replace(/\W+/g, '-'));
    cpSync(source, folder, { recursive: true });
    if (args.length > 0) {
      run(['-m', 'compileall', '-q', ...args, folder]);
    }
    const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
    if (args.includes('-b')) {
      files()
        .filter((path) => path.endsWith('.py') && !path.endsWith('start.py'))
        .forEach((path) => rmSync(path));
    }
    if (name.includes('touched')) {
      files()
        .filter((path) => path.endsWith('.py'))
        .forEach((path) => utimesSync(path, 1e9, statSync(path).mtimeMs / 1000 + 60));
    }
    let at = folder;
    if (name.startsWith('zip')) {
      at = join(work, `${name.replace(/\W+/g, '-')}.zip`);
      run([
        '-c',
        'import sys, zipfile, pathlib\nf = pathlib.Path(sys.argv[1])\nwith zipfile.ZipFile(sys.argv[2], "w") as z:\n    [z.write(p, p.relative_to(f)) for p in sorted(f.rglob("*")) if p.is_file()]',
        folder,
        at,
      ]);
    }
    const flags = name.includes('-O2') ? ['-OO'] : [];
    const start = join(folder, 'start.py');
    const code = `import sys; sys.path.insert(0, ${JSON.stringify(at)}); exec(open(${JSON.stringify(start)}).read())`;
    console.error(`${name}: ${run(['-I', '-B', ...flags, '-c', code])} modules`);
    starts[name] = () => measure([python, '-I', '-B', ...flags, '-c', code]);
  }
  starts['nothing imported'] = () => measure([python, '-I', '-B', '-c', 'from importlib.machinery import PathFinder']);
  const results = rounds(starts, Number(process.argv[2] ?? 7));
  const base = results['unchecked-hash'].cpu;
  for (const [name, { cpu }] of Object.entries(results)) {
    console.log(
      `${name.padEnd(34)} ${(cpu * 1000).toFixed(0).padStart(6)} ms CPU ${(cpu / base).toFixed(2).padStart(6)}`,
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
