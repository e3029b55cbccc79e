// Claims: a one-file application is at most 0.9 of PyInstaller's onefile of the same application; its first start takes no
// longer than each start of PyInstaller's; its later starts at most 1.1 of its own folder's.
// Usage: node bench/onefile.mjs [rounds] [application …]   needs `npm run build` and `npm run launchers`; fetches PyInstaller
// and, for the application of that name, pydantic
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveTools } from '../scripts/tools.mjs';
import { claim, measure, rounds, table } from './measure.mjs';
import { APPS, writeApp } from './startup-apps.mjs';

const PYINSTALLER = 'pyinstaller==6.22.3';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { hostPlatform } = createRequire(import.meta.url)(join(root, 'dist/src/model/platforms.js'));
const platform = hostPlatform(process.platform, process.arch).id;
const work = mkdtempSync(join(tmpdir(), 'kiln-onefile-'));
const run = (file, args, cwd = work) => execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

const PYDANTIC = `import pydantic

class Point(pydantic.BaseModel):
    x: int
    y: int

def main():
    return 0 if Point.model_validate_json('{"x": 1, "y": 2}').y == 2 else 1
`;
const APPLICATIONS = {
  noop: { ...APPS.noop, dependencies: [] },
  modules: { ...APPS.modules, dependencies: [] },
  pydantic: {
    entry: 'bench_pydantic:main',
    files: { 'bench_pydantic.py': PYDANTIC },
    dependencies: ['pydantic==2.12.5'],
  },
};

/** A project of its own. */
function writeProject(name, { entry, files, dependencies }, { uv, python, version }) {
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
    `dependencies = ${JSON.stringify(dependencies)}`,
    '[project.scripts]',
    `${name} = "${entry}"`,
  ];
  writeFileSync(join(project, 'pyproject.toml'), `${manifest.join('\n')}\n`);
  cpSync(join(root, 'examples/kiln.json'), join(work, 'workspace/kiln.json'));
  run(uv, ['lock', '--quiet', '--python', python], project);
}

/** Frozen by the executor as Nx would. */
function freeze(name, folder, options) {
  const all = JSON.stringify({ outputPath: `dist/${folder}`, ...options });
  run(process.execPath, [join(root, 'bench/run-executor.cjs'), 'freeze', join(work, 'workspace'), name, all]);
  const made = join(work, 'workspace/dist', folder, platform, name);
  return options.onefile ? made : join(made, name);
}

function pyinstaller(name, application, { uv, python }) {
  const venv = join(work, `venv-${name}`);
  run(uv, ['venv', '--quiet', '--python', python, venv]);
  run(uv, [
    'pip',
    'install',
    '--quiet',
    '--python',
    join(venv, 'bin/python'),
    PYINSTALLER,
    ...application.dependencies,
  ]);
  const sources = join(work, 'sources', name);
  writeApp(application, sources);
  const folders = ['--distpath', join(work, 'pyinstaller'), '--workpath', join(work, 'w', name), '--specpath', work];
  const argv = ['--onefile', '--noconfirm', '--log-level', 'ERROR', '--name', name, ...folders];
  run(join(venv, 'bin/pyinstaller'), [...argv, join(sources, 'main.py')]);
  return join(work, 'pyinstaller', name);
}

function compare(name, tools, count) {
  const application = APPLICATIONS[name];
  writeProject(name, application, tools);
  const made = {
    folder: freeze(name, `${name}-folder`, {}),
    full: freeze(name, `${name}-full`, { onefile: true }),
    trimmed: freeze(name, `${name}-trimmed`, { onefile: true, stdlib: 'trimmed' }),
    pyinstaller: pyinstaller(name, application, tools),
  };
  const cache = join(work, 'cache');
  const env = { PATH: process.env.PATH, HOME: work, XDG_CACHE_HOME: cache };
  const first = (program) => () => {
    rmSync(cache, { recursive: true, force: true });
    return measure([program], { env });
  };
  const starts = rounds(
    {
      'PyInstaller, each start': () => measure([made.pyinstaller], { env }),
      'one file, first start': first(made.full),
      'one file trimmed, first start': first(made.trimmed),
    },
    Math.max(3, count >> 2),
  );
  measure([made.full], { env });
  const later = rounds(
    { folder: () => measure([made.folder], { env }), 'one file, later start': () => measure([made.full], { env }) },
    count,
  );
  report(name, made, { ...starts, ...later });
}

function report(name, made, times) {
  console.log(`\n${name}`);
  const size = (program) => statSync(program).size;
  for (const what of ['full', 'trimmed', 'pyinstaller']) {
    console.log(`${what.padEnd(44)} ${(size(made[what]) / 1e6).toFixed(2).padStart(8)} MB`);
  }
  table(times);
  for (const what of ['full', 'trimmed']) {
    claim(`size, ${what} standard library / PyInstaller`, size(made[what]) / size(made.pyinstaller), 0.9);
  }
  for (const unit of ['cpu', 'wall']) {
    const each = times['PyInstaller, each start'][unit];
    claim(`first start / each of PyInstaller's (${unit})`, times['one file, first start'][unit] / each, 1);
    claim(
      `first start, trimmed / each of PyInstaller's (${unit})`,
      times['one file trimmed, first start'][unit] / each,
      1,
    );
    claim(`later start / folder (${unit})`, times['one file, later start'][unit] / times.folder[unit], 1.1);
  }
}

try {
  const { python: folder, uv, version } = await resolveTools(['python', 'uv']);
  const [count = '40', ...names] = process.argv.slice(2);
  for (const name of names.length ? names : Object.keys(APPLICATIONS)) {
    compare(name, { python: join(folder, 'bin/python3'), uv, version }, Number(count));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
