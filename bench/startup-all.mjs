// Makes what bench/startup.mjs compares, then runs it: two applications as Kiln bundles, as PyInstaller folders, as plain .pyc.
// Usage: node bench/startup-all.mjs [rounds]   needs `npm run build` and `npm run launchers`; fetches PyInstaller
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveTools } from '../scripts/tools.mjs';
import { APPS, writeApp } from './startup-apps.mjs';

const PYINSTALLER = 'pyinstaller==6.22.3';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { hostPlatform } = createRequire(import.meta.url)(join(root, 'dist/src/model/platforms.js'));
const platform = hostPlatform(process.platform, process.arch).id;
const work = mkdtempSync(join(tmpdir(), 'kiln-startup-'));
const run = (file, args, cwd = work) => execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

try {
  const { python: folder, uv, version } = await resolveTools(['python', 'uv']);
  const python = join(folder, 'bin/python3');
  const venv = join(work, 'venv');
  run(uv, ['venv', '--quiet', '--python', python, venv]);
  run(uv, ['pip', 'install', '--quiet', '--python', join(venv, 'bin/python'), PYINSTALLER]);
  const made = Object.fromEntries(
    Object.keys(APPS).flatMap((name) => [bundle(name, uv, python, version), pyinstaller(name, venv)]),
  );
  run(process.execPath, [join(root, 'bench/startup.mjs'), '--write', join(work, 'written'), '--python', python]);
  const flags = Object.entries({ python, ...made, 'plain-modules': join(work, 'written/plain/main.pyc') });
  const argv = ['--rounds', process.argv[2] ?? '40', ...flags.flatMap(([name, path]) => [`--${name}`, path])];
  // Its status says whether a limit was missed.
  process.exitCode =
    spawnSync(process.execPath, [join(root, 'bench/startup.mjs'), ...argv], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A project of its own, frozen by the executor as Nx would. */
function bundle(name, uv, python, version) {
  const { entry, files } = APPS[name];
  const project = join(work, 'workspace', name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, 'src', path)), { recursive: true });
    writeFileSync(join(project, 'src', path), text);
  }
  const manifest = [
    '[project]',
    `name = "bench-${name}"`,
    'version = "1"',
    `requires-python = "==${version}"`,
    '[project.scripts]',
    `${name} = "${entry}"`,
  ];
  writeFileSync(join(project, 'pyproject.toml'), `${manifest.join('\n')}\n`);
  cpSync(join(root, 'examples/kiln.json'), join(work, 'workspace/kiln.json'));
  run(uv, ['lock', '--quiet', '--offline', '--python', python], project);
  const options = JSON.stringify({ outputPath: `dist/${name}` });
  run(process.execPath, [join(root, 'bench/run-executor.cjs'), 'freeze', join(work, 'workspace'), name, options]);
  return [`bundle-${name}`, join(work, 'workspace/dist', name, platform, name, name)];
}

function pyinstaller(name, venv) {
  const sources = join(work, 'sources', name);
  writeApp(APPS[name], sources);
  const places = [
    '--distpath',
    join(work, 'pyinstaller'),
    '--workpath',
    join(work, 'work', name),
    '--specpath',
    join(work, 'work', name),
  ];
  run(join(venv, 'bin/pyinstaller'), [
    '--onedir',
    '--noconfirm',
    '--log-level',
    'ERROR',
    '--name',
    name,
    ...places,
    join(sources, 'main.py'),
  ]);
  return [`pyinstaller-${name}`, join(work, 'pyinstaller', name, name)];
}
