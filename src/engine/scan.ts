/** Reads a folder as a tree. What a stat index knows to be untouched is not read again. */
import { type BigIntStats, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KilnError } from '../model/errors';
import { canonical, sha256 } from './canonical';
import { codeOf, onStore } from './disk-errors';
import { hashFile, WHOLE_FILE } from './files';
import { followLinks } from './follow';
import { folderFilter, matcher } from './patterns';
import { type Known, readStatRecord, type StatRecord, stampOf, writeStatRecord } from './stat-index';
import type { Store } from './store/types';
import { makeTree } from './tree';
import type { Entry, Tree } from './types';
import { type Walked, walk } from './walk';

/**
 * A file that was touched so shortly before it was read may have changed again without its times showing it (git's
 * "racy" rule); two seconds is the coarsest clock of a file system (FAT). Milliseconds.
 */
const RACY_MS = 2_000;

/** The store below which stat indexes are kept, one per folder and patterns. */
export interface StatIndex {
  readonly store: Pick<Store, 'root'>;
}

export interface ScanOptions {
  /** Patterns over relative paths; default all files, hidden ones too. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Takes what links lead to, files and folders, as if it lay there; default: links are kept as links. */
  readonly follow?: boolean | undefined;
  readonly index?: StatIndex | undefined;
}

interface Scan {
  readonly folder: string;
  readonly known: StatRecord | undefined;
  readonly files: Map<string, Known>;
  hashed: number;
}

/**
 * @param folder absolute
 * @throws KilnError TREE_INVALID on what no tree can hold (devices, links that lead out, names that are not UTF-8) or
 * what cannot be read; INPUT_CHANGED when a file vanishes meanwhile; STORE_UNWRITABLE, DISK_FULL for the index
 */
export async function scanFolder(folder: string, options: ScanOptions = {}): Promise<Tree> {
  const { include, exclude = [], follow = false, index } = options;
  const at = Date.now();
  const subject = canonical({ folder: resolve(folder), include, exclude, ...(follow ? { follow } : {}) });
  const record = index && join(index.store.root, 'index', sha256(subject));
  const scan: Scan = {
    folder,
    known: record === undefined ? undefined : onStore(record, () => readStatRecord(record, subject)),
    files: new Map(),
    hashed: 0,
  };
  const tree = makeTree(wantedFiles(folder, options).map((file) => readEntry(scan, file)));
  const { files } = scan;
  if (record !== undefined && (scan.hashed > 0 || files.size !== scan.known?.files.size)) {
    onStore(record, () => writeStatRecord(record, subject, { at, files }));
  }
  return tree;
}

function wantedFiles(folder: string, { include, exclude = [], follow }: ScanOptions): Walked[] {
  const wanted = include ? matcher(include) : () => true;
  const unwanted = matcher(exclude);
  const enter = folderFilter(include, exclude);
  try {
    const found = walk(folder, enter);
    return (follow ? followLinks(folder, found, enter) : found).filter(({ path }) => wanted(path) && !unwanted(path));
  } catch (error) {
    throw unreadable(error, folder);
  }
}

function readEntry(scan: Scan, { path, kind }: Walked): Entry {
  const absolute = `${scan.folder}/${path}`;
  if (path.includes('\ufffd')) {
    throw new KilnError('TREE_INVALID', `the name of ${absolute} is not UTF-8`, { hint: 'rename the file' });
  }
  if (kind === 'other') {
    throw new KilnError('TREE_INVALID', `${absolute} is neither a file nor a folder nor a link`, {
      hint: 'a pipe, socket or device cannot be built from: remove it or move it elsewhere',
    });
  }
  try {
    return kind === 'link' ? { path, link: readlinkSync(absolute) } : readFile(scan, path, absolute);
  } catch (error) {
    throw unreadable(error, absolute);
  }
}

function readFile(scan: Scan, path: string, absolute: string): Entry {
  const stat = statSync(absolute, { bigint: true });
  const stamp = stampOf(stat);
  const known = scan.known?.files.get(path);
  const trusted = known?.stamp === stamp && isSettled(stat, scan.known as StatRecord);
  const { sha256: digest, size } = trusted
    ? { sha256: known.holds, size: Number(stat.size) }
    : hashAny(absolute, Number(stat.size));
  scan.hashed += trusted ? 0 : 1;
  scan.files.set(path, { stamp, holds: digest });
  return (stat.mode & 0o100n) === 0n
    ? { path, sha256: digest, size }
    : { path, sha256: digest, size, executable: true };
}

/** Whether the file was last touched clearly before it was read for the index. */
function isSettled({ mtimeMs, ctimeMs }: BigIntStats, { at }: StatRecord): boolean {
  return Number(mtimeMs) < at - RACY_MS && Number(ctimeMs) < at - RACY_MS;
}

/** Size as read, not as told: the file may be growing. */
function hashAny(path: string, size: number): { sha256: string; size: number } {
  if (size > WHOLE_FILE) {
    return hashFile(path);
  }
  const bytes = readFileSync(path);
  return { sha256: sha256(bytes), size: bytes.length };
}

function unreadable(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new KilnError('INPUT_CHANGED', `${path} is not there (any more)`, {
      hint: 'build again when nothing writes to the sources',
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new KilnError('TREE_INVALID', `${path} cannot be read (${code})`, {
      hint: 'give this user the right to read it, or exclude it',
      cause: error,
    });
  }
  return error;
}
