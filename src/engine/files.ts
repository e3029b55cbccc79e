/** Small edges to the disk that store, scan and output share. Synchronous: a small file costs a fifth of what it costs through promises. */

import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from './disk-errors';
import type { Digest } from './types';

/** Up to this size a file is read whole; above, it passes through a buffer of this size. Bytes. */
export const WHOLE_FILE = 4 * 1024 * 1024;
/** Last use is written down by touching, at most this often. Milliseconds. */
export const TOUCH_MS = 3_600_000;

export interface Read {
  readonly bytes: Buffer;
  readonly mtimeMs: number;
}

/** @returns undefined when there is no such file */
export function readIfThere(path: string): Read | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
  try {
    const { size, mtimeMs } = fstatSync(fd);
    const bytes = Buffer.allocUnsafe(size);
    return { bytes: bytes.subarray(0, fill(fd, bytes)), mtimeMs };
  } finally {
    closeSync(fd);
  }
}

/** Digest and size of what was read, in one pass and constant memory. */
export function hashFile(path: string): { sha256: Digest; size: number } {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(WHOLE_FILE, Math.max(1, fstatSync(fd).size)));
    const hash = createHash('sha256');
    let size = 0;
    for (let count = fill(fd, buffer); count > 0; count = fill(fd, buffer)) {
      hash.update(buffer.subarray(0, count));
      size += count;
    }
    return { sha256: hash.digest('hex'), size };
  } finally {
    closeSync(fd);
  }
}

/** Writes a new file with exactly that mode, whatever the umask. @throws what Node throws; the file is then removed */
export function writeNew(path: string, bytes: Uint8Array, mode: number): void {
  const fd = openSync(path, 'wx', mode);
  try {
    writeFileSync(fd, bytes);
    fchmodSync(fd, mode);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a file that appears whole or not at all. No fsync: a killed process loses nothing that was renamed, and what a
 * power loss cuts off is found by its digest.
 * @param drafts folder on the same file system for the unfinished file; default beside it
 */
export function replaceFile(path: string, bytes: Uint8Array, mode: number, drafts = dirname(path)): void {
  const draft = join(drafts, `${randomBytes(8).toString('hex')}.draft`);
  withParent(draft, () => writeNew(draft, bytes, mode));
  moveInto(draft, path);
}

/** Renames a finished file to its place, making the folder when it is missing. */
export function moveInto(draft: string, path: string): void {
  try {
    withParent(path, () => renameSync(draft, path));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` says ENOENT where the truth is EROFS.
 * @returns whether it was missing
 */
export function makeFolder(path: string, mode = 0o777): boolean {
  try {
    mkdirSync(path, mode);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) {
      makeFolder(dirname(path), mode);
      return makeFolder(path, mode);
    }
    // A read-only file system says so even of what is there.
    if (codeOf(error) !== 'EEXIST' && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw error;
    }
    return false;
  }
}

/** Notes a use; a file that is gone meanwhile stays gone. */
export function touch(path: string, mtimeMs: number): void {
  const now = Date.now();
  if (Math.abs(now - mtimeMs) > TOUCH_MS) {
    try {
      utimesSync(path, now / 1000, now / 1000);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        throw error;
      }
    }
  }
}

/** Removes a folder and all below it, also what a tool left read-only. Missing is fine. */
export function removeFolder(path: string): void {
  try {
    removeBelow(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EACCES' || code === 'EPERM') {
      openFolders(path);
    }
    if (code !== 'ENOENT' || lstatSync(path, { throwIfNoEntry: false })) {
      // Something else adds or removes at the same time, or it is no folder: slower, but it copes.
      rmSync(path, { recursive: true, force: true, maxRetries: 2 });
    }
  }
}

/** Half the CPU of `rmSync`, which asks for each file what it is. */
function removeBelow(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeBelow(`${path}/${entry.name}`);
    } else {
      unlinkSync(`${path}/${entry.name}`);
    }
  }
  rmdirSync(path);
}

/** Names in a folder; none when it is missing. */
export function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

function openFolders(path: string): void {
  if (lstatSync(path).isDirectory()) {
    chmodSync(path, 0o700);
    for (const name of readdirSync(path)) {
      openFolders(join(path, name));
    }
  }
}

function withParent(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    makeFolder(dirname(path));
    work();
  }
}

function fill(fd: number, buffer: Buffer): number {
  let filled = 0;
  while (filled < buffer.length) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (count === 0) {
      break;
    }
    filled += count;
  }
  return filled;
}
