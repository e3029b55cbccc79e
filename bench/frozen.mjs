// What the benches of start-up compare: applications frozen by Kiln and by PyInstaller, on the same interpreter.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApp } from './startup-apps.mjs';

const PYINSTALLER = 'pyinstaller==6.22.3';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {string} work an empty folder, which all of it lies in
 * @param {{uv: string, python: string, version: string}} tools programs, and the version of Python
 */
export function frozenIn(work, { uv, python, version }) {
  const { hostPlatform } = createRequire(import.meta.url)(join(root, 'dist/src/model/platforms.js'));
  const platform = hostPlatform(process.platform, process.arch).id;
  const workspace = join(work, 'workspace');
  const run = (file, args, cwd = work) => execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

  /** A project of its own. */
  function writeProject(name, { entry, files, dependencies = [] }) {
    const project = join(workspace, name);
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
    cpSync(join(root, 'examples/kiln.json'), join(workspace, 'kiln.json'));
    run(uv, ['lock', '--quiet', '--python', python], project);
  }

  /** By the executor, as Nx would; into `folder`. @returns the program */
  function freeze(name, folder, options = {}) {
    const all = JSON.stringify({ outputPath: `dist/${folder}`, ...options });
    run(process.execPath, [join(root, 'bench/run-executor.cjs'), 'freeze', workspace, name, all]);
    const made = join(workspace, 'dist', folder, platform, name);
    return options.onefile ? made : join(made, name);
  }

  /** @param {'--onedir' | '--onefile'} form @returns the program */
  function pyinstaller(name, application, form) {
    const venv = join(work, `venv-${name}`);
    run(uv, ['venv', '--quiet', '--python', python, venv]);
    const packages = [PYINSTALLER, ...(application.dependencies ?? [])];
    run(uv, ['pip', 'install', '--quiet', '--python', join(venv, 'bin/python'), ...packages]);
    const sources = join(work, 'sources', name);
    writeApp(application, sources);
    const into = join(work, 'pyinstaller');
    const scratch = join(work, 'scratch', name);
    const folders = ['--distpath', into, '--workpath', scratch, '--specpath', scratch];
    const argv = [form, '--noconfirm', '--log-level', 'ERROR', '--name', name, ...folders, join(sources, 'main.py')];
    run(join(venv, 'bin/pyinstaller'), argv);
    return form === '--onefile' ? join(into, name) : join(into, name, name);
  }

  return { writeProject, freeze, pyinstaller, run };
}
