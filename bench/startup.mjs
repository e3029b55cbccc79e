/**
 * Claim: a bundle starts about as fast as a bare interpreter, and in half of PyInstaller's time.
 *
 *   node bench/startup.mjs --write <folder> [--python <runtime's python>]
 *       writes the sources of the applications to <folder>/noop and <folder>/modules (entry points: see startup-apps.mjs);
 *       with --python also <folder>/plain, the second as a plain folder of .pyc files
 *   node bench/startup.mjs --python <runtime's python> [--rounds 20] [--measure-with python3]
 *       --bundle-noop <exe> --bundle-modules <exe> --plain-modules <folder>/plain/main.pyc
 *       --pyinstaller-noop <exe> --pyinstaller-modules <exe> [--case name=<exe> …]
 *       measures what is given; exits 1 when a limit is missed. How a bundle was made does not matter.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCpu, median, pairedRatio } from './cpu.mjs';
import { APPS, writeApp } from './startup-apps.mjs';

const FROZEN = ['bundle-noop', 'bundle-modules', 'pyinstaller-noop', 'pyinstaller-modules'];
const CLAIMS = [
  { above: 'bundle-noop', below: 'python', limit: 2 },
  { above: 'bundle-modules', below: 'pyinstaller-modules', limit: 0.5 },
  { above: 'bundle-modules', below: 'plain-modules', limit: 1.05 },
];

/** Sourceless .pyc files beside each other, as a bundle has them. */
function writePlain(python, folder) {
  rmSync(folder, { recursive: true, force: true });
  writeApp(APPS.modules, folder);
  execFileSync(python, ['-m', 'compileall', '-q', '-b', '--invalidation-mode', 'unchecked-hash', folder]);
  for (const path of [...Object.keys(APPS.modules.files), 'main.py']) {
    rmSync(join(folder, path));
  }
}

function casesOf(values) {
  const python = values.python && resolve(values.python);
  const given = FROZEN.filter((name) => values[name]).map((name) => [name, [resolve(values[name])]]);
  const others = (values.case ?? []).map((text) => {
    const [name, path] = text.split(/=(.*)/s);
    return [name, [resolve(path)]];
  });
  return Object.fromEntries([
    ...(python ? [['python', [python, '-I', '-S', '-c', 'pass']]] : []),
    ...(python && values['plain-modules']
      ? [['plain-modules', [python, '-I', '-S', resolve(values['plain-modules'])]]]
      : []),
    ...given,
    ...others,
  ]);
}

/** Prints medians and claims; the claims that were missed. */
function report(times) {
  for (const [name, values] of Object.entries(times)) {
    console.log(
      `${name.padEnd(22)} ${median(values).toFixed(1).padStart(7)} ms CPU (least ${Math.min(...values).toFixed(1)})`,
    );
  }
  return CLAIMS.filter(({ above, below }) => times[above] && times[below]).filter(({ above, below, limit }) => {
    const ratio = pairedRatio(times[above], times[below]);
    const held = ratio <= limit;
    console.log(`${held ? 'ok    ' : 'MISSED'} ${above} / ${below} = ${ratio.toFixed(2)} (limit ${limit})`);
    return !held;
  });
}

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    write: text,
    python: text,
    rounds: { type: 'string', default: '20' },
    'measure-with': text,
    'plain-modules': text,
    ...Object.fromEntries(FROZEN.map((name) => [name, text])),
    case: { type: 'string', multiple: true },
  },
});
if (values.write) {
  writeApp(APPS.noop, join(values.write, 'noop'));
  writeApp(APPS.modules, join(values.write, 'modules'));
  if (values.python) {
    writePlain(values.python, join(values.write, 'plain'));
  }
} else {
  const cases = casesOf(values);
  if (Object.keys(cases).length < 2) {
    throw new Error('nothing to compare: give at least two of the cases that the head of this file names');
  }
  const times = measureCpu(cases, { rounds: Number(values.rounds), python: values['measure-with'] });
  process.exitCode = report(times).length ? 1 : 0;
}
