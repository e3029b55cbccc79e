/** Finds a usable uv on PATH: a real binary of a compatible version, asked once per file. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { storeError } from '../engine/disk-errors';
import { execute, findOnPath } from './exec';
import { uvEnvironment } from './fetch-env';
import { toolsDir } from './install-folder';
import type { ToolchainContext } from './types';
import { compareReleases, parseRelease } from './versions';

export interface FoundUv {
  /** The binary itself, links resolved. */
  readonly path: string;
  /** `0.13.8` */
  readonly version: string;
  /** Changes when the file does. */
  readonly fingerprint: string;
}

/** Oldest uv with everything that Kiln asks of it; 1.0 may change its command line. */
export const UV_RANGE = { from: '0.9.0', below: '1.0.0' };

export function isCompatibleUv(version: string): boolean {
  const release = parseRelease(version);
  const within = (bound: string): number => compareReleases(release ?? [], parseRelease(bound) ?? []);
  return release !== undefined && within(UV_RANGE.from) >= 0 && within(UV_RANGE.below) < 0;
}

/** First compatible uv in the order of PATH; `undefined` when there is none. */
export async function findUvOnPath(ctx: ToolchainContext): Promise<FoundUv | undefined> {
  for (const candidate of findOnPath('uv', ctx.env)) {
    const path = await resolveBinary(candidate, ctx);
    const found = path && (await probe(path, ctx));
    if (found && isCompatibleUv(found.version)) {
      return found;
    }
  }
  return undefined;
}

/** Shims of version managers are scripts, or links to the manager: the manager is asked which file it would start. */
async function resolveBinary(candidate: string, ctx: ToolchainContext): Promise<string | undefined> {
  const manager = /[\\/]\.?(pyenv|asdf|mise)[\\/](?:.*[\\/])?shims[\\/]/.exec(candidate)?.[1];
  if (!manager) {
    return asBinary(candidate);
  }
  const [program] = findOnPath(manager, ctx.env);
  if (!program) {
    return undefined;
  }
  const { ok, stdout } = await execute({
    file: program,
    args: ['which', 'uv'],
    cwd: ctx.workspaceRoot,
    env: uvEnvironment(ctx.env),
    signal: ctx.signal,
    timeoutMs: PROBE_MS,
  });
  return ok ? asBinary(stdout.trim()) : undefined;
}

const PROBE_MS = 20_000;

function asBinary(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return basename(real).startsWith('uv') && isNativeBinary(firstBytes(real)) ? real : undefined;
  } catch {
    return undefined; // A dangling link on PATH is as good as none.
  }
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(4);
    return head.subarray(0, readSync(file, head, 0, 4, 0));
  } finally {
    closeSync(file);
  }
}

/** ELF, Mach-O (thin or universal) or PE, by the first bytes. */
export function isNativeBinary(head: Uint8Array): boolean {
  const hex = Buffer.from(head).toString('hex');
  return hex === '7f454c46' || hex === 'cffaedfe' || hex === 'cafebabe' || hex.startsWith('4d5a');
}

async function probe(path: string, ctx: ToolchainContext): Promise<FoundUv | undefined> {
  const { mtimeMs, size } = statSync(path);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([path, mtimeMs, size]))
    .digest('hex')
    .slice(0, 12);
  const note = join(toolsDir(ctx), 'probe', `uv-${fingerprint}`);
  const version = readNote(note) ?? (await askVersion(path, ctx));
  if (!version) {
    return undefined;
  }
  writeNote(note, version);
  return { path, version, fingerprint };
}

async function askVersion(path: string, ctx: ToolchainContext): Promise<string | undefined> {
  const { ok, stdout } = await execute({
    file: path,
    args: ['--version'],
    cwd: ctx.workspaceRoot,
    env: uvEnvironment(ctx.env),
    signal: ctx.signal,
    timeoutMs: PROBE_MS,
  });
  return ok ? /^uv (\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined;
}

function readNote(note: string): string | undefined {
  try {
    const version = readFileSync(note, 'utf8');
    return parseRelease(version) ? version : undefined;
  } catch {
    return undefined; // Not asked yet.
  }
}

function writeNote(note: string, version: string): void {
  try {
    if (readNote(note) === version) {
      return;
    }
    mkdirSync(join(note, '..'), { recursive: true });
    writeFileSync(`${note}.${process.pid}`, version);
    renameSync(`${note}.${process.pid}`, note);
  } catch (error) {
    throw storeError(error, note);
  }
}
