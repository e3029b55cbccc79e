// Same bytes of a whole standard library, whatever was compiled before: for every Python of this machine.
// Usage: node bench/bytecode-determinism.mjs [python …]   default: python3.x and pypy3 on PATH, and what pyenv keeps
// Five runs each: forward, backward, shuffled, split among two workers; every run with another hash seed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKER = join(dirname(fileURLToPath(import.meta.url)), '../src/plan/stages/bytecode/pyc_worker.py');
const LEFT_OUT = /(^|\/)(site-packages|dist-packages|__pycache__)\//;

function pythons() {
  const kept = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const managed = existsSync(kept) ? readdirSync(kept).map((name) => join(kept, name, 'bin/python')) : [];
  const named = Array.from({ length: 8 }, (_, i) => `python3.${i + 8}`);
  const found = new Map();
  for (const file of [...managed, ...named, 'pypy3']) {
    const said = spawnSync(file, [
      '-c',
      'import sys, os; print(sys.version_info >= (3, 8), sys.implementation.name, *sys.version_info[:3], os.path.dirname(os.__file__))',
    ]);
    const [right, name, major, minor, patch, lib] = (said.stdout?.toString() ?? '').trim().split(' ');
    if (right === 'True' && !found.has(`${name} ${major}.${minor}.${patch}`)) {
      found.set(`${name} ${major}.${minor}.${patch}`, { file, lib });
    }
  }
  return found;
}

/** Digest of every result, by file. */
async function compile(python, lib, files, seed) {
  const worker = spawn(python, ['-s', '-S', '-B', '-X', 'utf8', WORKER, '0', 'unchecked-hash'], {
    env: { PYTHONHASHSEED: String(seed) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks = [];
  worker.stdout.on('data', (chunk) => chunks.push(chunk));
  for (const [id, name] of files.entries()) {
    const source = readFileSync(join(lib, name));
    worker.stdin.write(Buffer.concat([Buffer.from(`${id} ${source.length} ${JSON.stringify(name)}\n`), source]));
  }
  worker.stdin.end();
  await new Promise((resolve) => worker.on('close', resolve));
  return digests(Buffer.concat(chunks), files);
}

function digests(output, files) {
  const found = new Map();
  for (let at = output.indexOf('\n') + 1; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [status, id, size] = output.subarray(at, end).toString().split(' ');
    const body = output.subarray(end + 1, end + 1 + Number(size));
    found.set(files[Number(id)], `${status} ${createHash('sha256').update(body).digest('hex')}`);
    at = end + 1 + Number(size);
  }
  return found;
}

/** The same order in every run of this script. */
function shuffled(files) {
  const key = (name) => createHash('sha256').update(name).digest('hex');
  return [...files].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const chosen = process.argv.slice(2);
let differing = 0;
for (const [name, { file, lib }] of pythons()) {
  if (chosen.length > 0 && !chosen.some((wanted) => name.includes(wanted))) {
    continue;
  }
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py') && !LEFT_OUT.test(path))
    .sort();
  const halves = [files.filter((_, i) => i % 2), files.filter((_, i) => i % 2 === 0)];
  const runs = [
    await compile(file, lib, files, 0),
    await compile(file, lib, [...files].reverse(), 1),
    await compile(file, lib, shuffled(files), 2),
    new Map([...(await compile(file, lib, halves[0], 3)), ...(await compile(file, lib, halves[1], 4))]),
  ];
  const unequal = files.filter((path) => new Set(runs.map((run) => run.get(path))).size > 1);
  const failed = [...runs[0].values()].filter((text) => text.startsWith('err')).length;
  differing += unequal.length;
  console.log(
    `${name.padEnd(18)} ${files.length - failed} files, ${unequal.length} differ ${unequal.slice(0, 5).join(' ')}`,
  );
}
console.log(differing === 0 ? 'met    no file differs' : `missed ${differing} files differ`);
process.exitCode = differing === 0 ? 0 : 1;
