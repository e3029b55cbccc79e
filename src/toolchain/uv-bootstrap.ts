/** Brings the pinned uv by the Python that is there: pip with the user's own index settings and the pinned hashes. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import { execute, findOnPath, type Outcome } from './exec';
import { explainFailure, type Fetching, offlineError } from './failures';
import { pipEnvironment } from './fetch-env';
import { reportGrowth } from './install-folder';
import { PINS } from './pins';
import type { ToolchainContext } from './types';

const { version } = PINS.uv;
const FETCHING: Fetching = { what: `uv ${version}`, from: 'your package index (through pip)', absent: 'TOOL_MISSING' };

/**
 * @param scratch an empty folder that the caller removes
 * @returns the folder that holds `uv`, within `scratch`
 * @throws KilnError OFFLINE, TOOL_MISSING (no Python with pip), DOWNLOAD_FAILED, DIGEST_MISMATCH
 */
export async function bootstrapUv(ctx: ToolchainContext, scratch: string): Promise<string> {
  if (ctx.offline) {
    throw offlineError(FETCHING);
  }
  const requirements = join(scratch, 'requirements.txt');
  writeFileSync(requirements, uvRequirement(ctx.host));
  const python = await pythonWithPip(ctx, scratch);
  const target = join(scratch, 'target');
  const outcome = await reportGrowth(ctx, `fetch uv ${version}`, scratch, () =>
    pip(ctx, scratch, python, [
      'install',
      ...['--target', target, '--no-deps', '--only-binary', ':all:', '--require-hashes', '--no-compile'],
      ...['--no-input', '--disable-pip-version-check', '--progress-bar', 'off', '-r', requirements],
    ]),
  );
  if (!outcome.ok) {
    throw explainFailure(`${outcome.stdout}\n${outcome.stderr}`, FETCHING);
  }
  return takeBinary(target, scratch);
}

/** @throws KilnError TOOL_MISSING where uv has no wheel for the host */
export function uvRequirement(host: string): string {
  const hashes = PINS.uv.wheels[host];
  if (!hashes) {
    throw new KilnError('TOOL_MISSING', `there is no uv wheel for ${host}`, {
      hint: 'install uv and put it on PATH',
    });
  }
  return `uv==${version} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`;
}

function pip(ctx: ToolchainContext, scratch: string, python: string, args: readonly string[]): Promise<Outcome> {
  const env = { ...pipEnvironment(ctx.env), PYTHONDONTWRITEBYTECODE: '1' };
  return execute({ file: python, args: ['-m', 'pip', ...args], cwd: scratch, env, signal: ctx.signal });
}

/** A Python on PATH whose pip works, else a private environment made by its venv and ensurepip. */
async function pythonWithPip(ctx: ToolchainContext, scratch: string): Promise<string> {
  const tried: string[] = [];
  const pythons = ['python3', 'python'].flatMap((name) => findOnPath(name, ctx.env));
  for (const python of pythons) {
    const { ok, stdout, stderr, startError } = await pip(ctx, scratch, python, ['--version']);
    // `python` of old systems is Python 2, whose pip knows neither these tags nor these options.
    if (ok && /\(python 3\./.test(stdout)) {
      return python;
    }
    tried.push(`${python}: ${startError ?? (lastLine(stderr) || stdout.trim())}`);
  }
  for (const [index, python] of pythons.entries()) {
    const folder = join(scratch, `venv-${index}`);
    const env = pipEnvironment(ctx.env);
    const { ok } = await execute({ file: python, args: ['-m', 'venv', folder], cwd: scratch, env, signal: ctx.signal });
    const inside = join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
    if (ok && existsSync(inside)) {
      return inside;
    }
  }
  throw new KilnError('TOOL_MISSING', 'uv is not on PATH, and no Python here has pip or venv to fetch it with', {
    lines: tried.length > 0 ? tried : ['python3: not on PATH'],
    hint: `install uv, or pip for your Python: apt install python3-pip (Debian), dnf install python3-pip (Fedora), brew install uv (macOS), pipx install uv==${version}`,
  });
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1) ?? '';
}

/** The wheel's script lands in bin or Scripts; only the program itself is kept. */
function takeBinary(target: string, scratch: string): string {
  const name = process.platform === 'win32' ? 'uv.exe' : 'uv';
  const source = ['bin', 'Scripts'].map((folder) => join(target, folder, name)).find(existsSync);
  if (!source) {
    throw new KilnError('TOOL_MISSING', `pip installed uv ${version} without its program`, {
      hint: 'install uv and put it on PATH',
    });
  }
  const folder = join(scratch, 'uv');
  mkdirSync(folder);
  copyFileSync(source, join(folder, name));
  chmodSync(join(folder, name), 0o755);
  return folder;
}
