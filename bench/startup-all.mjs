// Makes what bench/startup.mjs compares, then runs it: two applications as Kiln bundles, as PyInstaller folders, as plain .pyc.
// Usage: node bench/startup-all.mjs [rounds]   needs `npm run build` and `npm run launchers`; fetches PyInstaller
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveTools } from '../scripts/tools.mjs';
import { frozenIn } from './frozen.mjs';
import { APPS } from './startup-apps.mjs';

const bench = join(dirname(fileURLToPath(import.meta.url)), 'startup.mjs');
const work = mkdtempSync(join(tmpdir(), 'kiln-startup-'));

try {
  const { python: folder, uv, version } = await resolveTools(['python', 'uv']);
  const python = join(folder, 'bin/python3');
  const frozen = frozenIn(work, { uv, python, version });
  const made = Object.entries(APPS).flatMap(([name, application]) => {
    frozen.writeProject(name, application);
    return [
      [`bundle-${name}`, frozen.freeze(name, name)],
      [`pyinstaller-${name}`, frozen.pyinstaller(name, application, '--onedir')],
    ];
  });
  frozen.run(process.execPath, [bench, '--write', join(work, 'written'), '--python', python]);
  const all = [['python', python], ...made, ['plain-modules', join(work, 'written/plain/main.pyc')]];
  const argv = ['--rounds', process.argv[2] ?? '40', ...all.flatMap(([name, path]) => [`--${name}`, path])];
  // Its status says whether a limit was missed.
  process.exitCode = spawnSync(process.execPath, [bench, ...argv], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
