/** Content by digest. What is handed out is checked; what is damaged is removed and absent. */

import { randomBytes } from 'node:crypto';
import { chmodSync, constants, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { KilnError } from '../../model/errors';
import { sha256 } from '../canonical';
import { codeOf, onStore, outputError, storeError } from '../disk-errors';
import {
  hashFile,
  makeFolder,
  moveInto,
  type Read,
  readIfThere,
  replaceFile,
  touch,
  WHOLE_FILE,
  writeNew,
} from '../files';
import type { Digest } from '../types';
import { type Layout, shard } from './layout';

export interface Stored {
  readonly sha256: Digest;
  readonly size: number;
}

const READ_ONLY = 0o444;

export function putBuffer(layout: Layout, content: Uint8Array): Stored {
  const stored = { sha256: sha256(content), size: content.byteLength };
  const path = shard(layout.cas, stored.sha256);
  onStore(path, () => {
    if (!isThere(path, stored.size)) {
      replaceFile(path, content, READ_ONLY, layout.own);
    }
  });
  return stored;
}

/** @throws KilnError INPUT_CHANGED when the file does not hold what is expected; what Node throws when it cannot be read */
export function putFile(layout: Layout, source: string, expect?: Digest): Stored {
  if (statSync(source).size > WHOLE_FILE) {
    return putBigFile(layout, source, expect);
  }
  const { bytes } = readIfThere(source) ?? gone(source);
  refuseOther(source, sha256(bytes), expect);
  return putBuffer(layout, bytes);
}

/** Checked content, its use noted; undefined when absent or damaged. */
export function readContent(layout: Layout, digest: Digest): Buffer | undefined {
  const path = shard(layout.cas, digest);
  return onStore(path, () => {
    const found = peekContent(path, digest);
    if (found) {
      touch(path, found.mtimeMs);
    }
    return found?.bytes;
  });
}

/** Reads without noting a use. */
export function peekContent(path: string, digest: Digest): Read | undefined {
  const found = readIfThere(path);
  if (found && sha256(found.bytes) !== digest) {
    rmSync(path, { force: true });
    return undefined;
  }
  return found;
}

/** Copies content to a new file; false when absent or damaged. */
export function copyContent(layout: Layout, digest: Digest, to: string, mode: number): boolean {
  const path = shard(layout.cas, digest);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) {
    return false;
  }
  if (found.size > WHOLE_FILE) {
    return copyBig(layout, digest, to, mode, found.mtimeMs);
  }
  const bytes = readContent(layout, digest);
  if (bytes) {
    onTarget(layout, to, () => writeNew(to, bytes, mode));
  }
  return bytes !== undefined;
}

/** Is content of that digest there; not checked, and asked without a stat: this runs for every file of every tree. */
export function hasContent(layout: Layout, digest: Digest): boolean {
  return existsSync(shard(layout.cas, digest));
}

/** A clone where the file system can, so the copy itself is hashed, not what it was copied from. */
function putBigFile(layout: Layout, source: string, expect: Digest | undefined): Stored {
  const before = hashFile(source);
  refuseOther(source, before.sha256, expect);
  const known = shard(layout.cas, before.sha256);
  if (onStore(known, () => isThere(known, before.size))) {
    return before;
  }
  return onStore(known, () => {
    makeFolder(layout.own);
    const draft = join(layout.own, `${randomBytes(8).toString('hex')}.draft`);
    try {
      copyFileSync(source, draft, constants.COPYFILE_FICLONE);
      chmodSync(draft, READ_ONLY);
      const after = hashFile(draft);
      refuseOther(source, after.sha256, expect);
      moveInto(draft, shard(layout.cas, after.sha256));
      return after;
    } finally {
      rmSync(draft, { force: true });
    }
  });
}

function copyBig(layout: Layout, digest: Digest, to: string, mode: number, mtimeMs: number): boolean {
  const path = shard(layout.cas, digest);
  return onTarget(layout, to, () => {
    copyFileSync(path, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    if (hashFile(to).sha256 !== digest) {
      rmSync(to, { force: true });
      if (hashFile(path).sha256 !== digest) {
        rmSync(path, { force: true });
      }
      return false;
    }
    chmodSync(to, mode);
    touch(path, mtimeMs);
    return true;
  });
}

/** Another size than its digest's content is a file that a power loss cut off: it is written again. */
function isThere(path: string, size: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.size === size) {
    touch(path, found.mtimeMs);
    return true;
  }
  return false;
}

function refuseOther(source: string, found: Digest, expect: Digest | undefined): void {
  if (expect !== undefined && found !== expect) {
    throw new KilnError('INPUT_CHANGED', `${source} changed while it was being read`, {
      hint: 'build again when nothing writes to the sources',
    });
  }
}

function gone(source: string): never {
  throw Object.assign(new Error(`ENOENT: no such file or directory, open '${source}'`), { code: 'ENOENT' });
}

/** What is below the store is the cache's business, anything else is an output. */
function onTarget<T>(layout: Layout, to: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EEXIST') {
      throw error;
    }
    throw to.startsWith(layout.root + sep) ? storeError(error, to) : outputError(error, to);
  }
}
