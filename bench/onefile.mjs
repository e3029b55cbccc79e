// Claims: a one-file application is at most 0.9 of PyInstaller's onefile of the same application; its first start takes no
// longer than each start of PyInstaller's; its later starts at most 1.1 of its own folder's.
// Usage: node bench/onefile.mjs [rounds] [application …]   needs `npm run build` and `npm run launchers`; fetches PyInstaller
// and, for the application of that name, pydantic. Where perf counts instructions, those outside of the kernel are compared
// too, which load does not change; the kernel's depend on what its file system did before.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveTools } from '../scripts/tools.mjs';
import { frozenIn } from './frozen.mjs';
import { claim, measure, rounds, table } from './measure.mjs';
import { APPS } from './startup-apps.mjs';

const PYDANTIC = `import pydantic

class Point(pydantic.BaseModel):
    x: int
    y: int

def main():
    return 0 if Point.model_validate_json('{"x": 1, "y": 2}').y == 2 else 1
`;
const APPLICATIONS = {
  ...APPS,
  pydantic: {
    entry: 'bench_pydantic:main',
    files: { 'bench_pydantic.py': PYDANTIC },
    dependencies: ['pydantic==2.12.5'],
  },
};
const EACH = 'PyInstaller, each start';
const FULL = 'one file, full library, first start';
const TRIMMED = 'one file, first start';
const work = mkdtempSync(join(tmpdir(), 'kiln-onefile-'));

function make(name, frozen) {
  const application = APPLICATIONS[name];
  frozen.writeProject(name, application);
  return {
    folder: frozen.freeze(name, `${name}-folder`, { stdlib: 'trimmed' }),
    full: frozen.freeze(name, `${name}-full`, { onefile: true, stdlib: 'full' }),
    trimmed: frozen.freeze(name, `${name}-trimmed`, { onefile: true, stdlib: 'trimmed' }),
    pyinstaller: frozen.pyinstaller(name, application, '--onefile'),
  };
}

let caches = 0;

/** A cache for every first start, and none removed before the end: ext4 searches long where files were deleted just now. */
function emptyCache() {
  const folder = join(work, 'caches', String(caches++));
  mkdirSync(folder, { recursive: true });
  return { PATH: process.env.PATH, HOME: work, XDG_CACHE_HOME: folder };
}

/** Thousands of millions, outside of the kernel; undefined where perf counts none. */
function instructions(program, env) {
  const argv = ['stat', '-x', ',', '-e', 'instructions:u', program];
  const { stderr, status } = spawnSync('perf', argv, { env, encoding: 'utf8' });
  const count = /^(\d+),.*instructions:u/m.exec(stderr ?? '')?.[1];
  return status === 0 && count ? { cpu: Number(count) / 1e9, wall: 0 } : undefined;
}

function compare(name, made, count) {
  const starts = (start) => ({
    [EACH]: () => start(made.pyinstaller, emptyCache()),
    [FULL]: () => start(made.full, emptyCache()),
    [TRIMMED]: () => start(made.trimmed, emptyCache()),
  });
  const few = Math.max(3, count >> 2);
  const first = rounds(
    starts((program, env) => measure([program], { env })),
    few,
  );
  const env = emptyCache();
  measure([made.trimmed], { env });
  const later = rounds(
    { folder: () => measure([made.folder], { env }), 'one file, later start': () => measure([made.trimmed], { env }) },
    count,
  );
  const counted = instructions(made.trimmed, env) ? rounds(starts(instructions), 5) : undefined;
  report(name, made, { ...first, ...later }, counted);
}

function report(name, made, times, counted) {
  console.log(`\n${name}`);
  const size = (program) => statSync(program).size;
  for (const what of ['full', 'trimmed', 'pyinstaller']) {
    console.log(`${what.padEnd(44)} ${(size(made[what]) / 1e6).toFixed(2).padStart(8)} MB`);
  }
  table(times);
  for (const [what, { cpu }] of Object.entries(counted ?? {})) {
    console.log(`${what.padEnd(44)} ${cpu.toFixed(3).padStart(8)} thousand million instructions`);
  }
  for (const what of ['full', 'trimmed']) {
    claim(`size, ${what} standard library / PyInstaller`, size(made[what]) / size(made.pyinstaller), 0.9);
  }
  for (const what of [FULL, TRIMMED]) {
    claim(`${what} / each of PyInstaller's (cpu)`, times[what].cpu / times[EACH].cpu, 1);
    claim(`${what} / each of PyInstaller's (wall)`, times[what].wall / times[EACH].wall, 1);
    if (counted) claim(`${what} / each of PyInstaller's (instructions)`, counted[what].cpu / counted[EACH].cpu, 1);
  }
  for (const unit of ['cpu', 'wall']) {
    claim(`later start / folder (${unit})`, times['one file, later start'][unit] / times.folder[unit], 1.1);
  }
}

try {
  const { python: folder, uv, version } = await resolveTools(['python', 'uv']);
  const frozen = frozenIn(work, { uv, python: join(folder, 'bin/python3'), version });
  const [count = '40', ...names] = process.argv.slice(2);
  for (const name of names.length ? names : Object.keys(APPLICATIONS)) {
    compare(name, make(name, frozen), Number(count));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
