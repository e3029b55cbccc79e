/** Starts the workspace's own Nx. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KilnError } from '../../model/errors';

export interface InstalledNx {
  /** Absolute path of its program. */
  readonly program: string;
  readonly major: number;
}

export interface NxAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws KilnError WORKSPACE_MISSING */
export function installedNx(root: string): InstalledNx {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('nx/package.json');
    const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string; bin: { nx: string } };
    return { program: join(dirname(manifest), bin.nx), major: Number(version.split('.')[0]) };
  } catch (cause) {
    throw new KilnError('WORKSPACE_MISSING', `nx is not installed in ${root}`, {
      hint: 'install the packages of the workspace: `npm ci`',
      cause,
    });
  }
}

/** Runs Nx and keeps what it prints. */
export function askNx(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): NxAnswer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [installedNx(root).program, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, NX_TUI: 'false', FORCE_COLOR: '0', ...env },
  });
  return { status: status ?? 1, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Runs Nx in the user's terminal. @returns its exit code */
export function runNx(root: string, args: readonly string[]): number {
  return spawnSync(process.execPath, [installedNx(root).program, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

/** Nx may print a notice before its JSON. @throws SyntaxError */
export function jsonOf(stdout: string): unknown {
  const start = stdout.search(/^[[{]/m);
  return JSON.parse(start < 0 ? stdout : stdout.slice(start));
}
