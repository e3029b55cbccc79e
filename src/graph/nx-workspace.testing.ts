/** A workspace that the real Nx runs in, with the plugin compiled from these sources. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';
import { FILES } from '../project/workspace.testing';

const REPOSITORY = resolve(__dirname, '..', '..');
/** Stands in for the real executor: what is tested is whether Nx runs it. */
const FAKE_FREEZE = `
const { mkdirSync, writeFileSync } = require('node:fs'); const { join } = require('node:path');
exports.default = async (options, context) => {
  const folder = join(context.root, options.outputPath, options.platform ?? '');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kiln.json'), JSON.stringify(options));
  console.log('BUILT ' + JSON.stringify(options));
  return { success: true };
};`;

export interface NxWorkspace {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs Nx with private caches; what it prints and how it ends. */
  nx(...args: string[]): { status: number | null; output: string };
  dispose(): void;
}

export function makeNxWorkspace(): NxWorkspace {
  const base = mkdtempSync(join(tmpdir(), 'kiln-nx-'));
  const root = join(base, 'workspace');
  compilePlugin(join(base, 'plugin'));
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  };
  write({
    ...FILES,
    'package.json': '{"name":"root","private":true}',
    'nx.json': '{"plugins":["nx-kiln"],"analytics":false,"neverConnectToCloud":true}',
    '.gitignore': 'node_modules\n.nx\n.kiln\ndist\n_version.py\n',
    'apps/web/project.json': '{"name":"web","targets":{"lint":{"command":"node -p 1","cache":true}}}',
  });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules', 'nx'), join(root, 'node_modules', 'nx'));
  symlinkSync(join(base, 'plugin'), join(root, 'node_modules', 'nx-kiln'));
  spawnSync('git', ['init', '-q', '.'], { cwd: root });
  const env = {
    PATH: process.env.PATH,
    HOME: base,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    NX_CACHE_DIRECTORY: join(base, 'cache'),
  };
  const nx = (...args: string[]) => {
    const cli = join(REPOSITORY, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    return { status, output: `${stdout}${stderr}` };
  };
  return { root, write, nx, dispose: () => rmSync(base, { recursive: true, force: true }) };
}

/** Like `npm run build`, in a second and without type checks. */
function compilePlugin(target: string): void {
  const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
  const compile = (folder: string): void => {
    for (const entry of readdirSync(join(REPOSITORY, folder), { withFileTypes: true })) {
      const from = join(folder, entry.name);
      const to = join(target, 'dist', from);
      if (entry.isDirectory()) {
        compile(from);
      } else if (/(?<!\.test|\.testing)\.ts$/.test(entry.name)) {
        mkdirSync(dirname(to), { recursive: true });
        const options = { swcrc: false, jsc, module: { type: 'commonjs', ignoreDynamic: true } } as const;
        writeFileSync(to.replace(/\.ts$/, '.js'), transformFileSync(join(REPOSITORY, from), options).code);
      } else if (entry.name.endsWith('.json')) {
        cpSync(join(REPOSITORY, from), to);
      }
    }
  };
  for (const folder of ['src', 'executors', 'generators']) {
    compile(folder);
  }
  writeFileSync(join(target, 'dist', 'executors', 'freeze', 'executor.js'), FAKE_FREEZE);
  cpSync(join(REPOSITORY, 'package.json'), join(target, 'package.json'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(target, 'node_modules'));
}
