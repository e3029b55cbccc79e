/**
 * Folders below `<cacheDir>/tools` that are either whole or not used: made aside, renamed into place, then marked by a file
 * beside them that says how much is in there. One maker at a time; what a killed one left is swept by the next.
 */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { storeError } from '../engine/disk-errors';
import { withLock } from '../engine/lock';
import type { ToolchainContext } from './types';

export interface FolderSpec {
  /** Below `<cacheDir>/tools`: `pythons/cpython-3.14.6-…`, `zig-0.17.0`. */
  readonly path: string;
  /** For people: `fetch Python 3.14.6 for linux-arm64`. */
  readonly label: string;
  /** Makes the content in a folder of its own and returns where it is, within `scratch`. */
  readonly make: (scratch: string) => Promise<string>;
}

export function toolsDir(ctx: Pick<ToolchainContext, 'cacheDir'>): string {
  return join(ctx.cacheDir, 'tools');
}

/**
 * Gives the folder, making it when it is absent, damaged or half-written.
 * @throws KilnError STORE_UNWRITABLE, DISK_FULL, CANCELLED; what `make` throws
 */
export async function installFolder(ctx: ToolchainContext, { path, label, make }: FolderSpec): Promise<string> {
  const tools = toolsDir(ctx);
  const folder = join(tools, path);
  if (isWhole(folder)) {
    return folder;
  }
  const onWait = (): void => ctx.onProgress({ label: `${label}: another process is at it` });
  return withLock(join(tools, 'locks'), path.replaceAll('/', '.'), { signal: ctx.signal, onWait }, async () => {
    if (isWhole(folder)) {
      return folder;
    }
    try {
      sweep(folder);
      const scratch = mkdtempSync(`${folder}.part-`);
      try {
        place(await make(scratch), folder);
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    } catch (error) {
      throw storeError(error, folder);
    }
    return folder;
  });
}

/** Removes what a killed maker left; only the lock's holder may. */
function sweep(folder: string): void {
  const parent = join(folder, '..');
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (join(parent, name).startsWith(`${folder}.part-`)) {
      // Retried, because a child of the killed process may still be writing there.
      rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

function place(made: string, folder: string): void {
  rmSync(marker(folder), { force: true });
  rmSync(compiledMarker(folder), { force: true });
  rmSync(folder, { recursive: true, force: true });
  removeBytecode(made);
  const size = JSON.stringify(measure(made));
  renameSync(made, folder);
  writeFileSync(`${marker(folder)}.part`, size);
  renameSync(`${marker(folder)}.part`, marker(folder));
}

function marker(folder: string): string {
  return `${folder}.complete`;
}

function isWhole(folder: string): boolean {
  try {
    return readFileSync(marker(folder), 'utf8') === JSON.stringify(measure(folder));
  } catch {
    return false; // Whatever is wrong with it, it is made anew; what is wrong with the disk shows there.
  }
}

/** Says that Kiln itself compiled what lies in a folder. */
export function compiledMarker(folder: string): string {
  return `${folder}.compiled`;
}

/**
 * Counts files and links and adds up bytes. What a Python cached beside its sources is no part of a tool; it is only passed
 * over, because another process may be writing it at this moment.
 */
export function measure(folder: string): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== BYTECODE) {
      const inner = measure(path);
      files += inner.files;
      bytes += inner.bytes;
    } else if (!entry.isDirectory()) {
      files += 1;
      bytes += lstatSync(path).size;
    }
  }
  return { files, bytes };
}

const BYTECODE = '__pycache__';

/** Only for who alone has the folder: another process may be starting from it. */
export function removeBytecode(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((found) => found.isDirectory())) {
    const path = join(folder, entry.name);
    if (entry.name === BYTECODE) {
      rmSync(path, { recursive: true, force: true });
    } else {
      removeBytecode(path);
    }
  }
}

/** Milliseconds between two looks at a growing download. */
const LOOK = 1500;

/** Tells how much is in a folder while `work` fills it, and at the end. */
export async function reportGrowth<T>(
  ctx: ToolchainContext,
  label: string,
  folder: string,
  work: () => Promise<T>,
): Promise<T> {
  const bytes = (): number => {
    try {
      return size(folder);
    } catch {
      return 0; // Files come and go while it is being filled.
    }
  };
  ctx.onProgress({ label });
  const timer = setInterval(() => ctx.onProgress({ label, done: bytes(), unit: 'bytes' }), LOOK).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    const done = bytes();
    ctx.onProgress({ label, done, total: done, unit: 'bytes' });
  }
}

function size(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}
