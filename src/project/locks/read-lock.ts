import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import type { Disk } from '../disk';
import type { Lock, LockReader } from '../types';
import { uvLock } from './uv';

/** One line per package manager. */
export const LOCK_READERS: readonly LockReader[] = [uvLock];

/**
 * Reads a lock with the reader of its file name.
 * @param file workspace-relative
 * @throws KilnError LOCK_MISSING, LOCK_INVALID
 */
export function readLock(file: string, disk: Disk): Lock {
  const reader = LOCK_READERS.find(({ fileName }) => fileName === posix.basename(file));
  if (!reader) {
    throw new KilnError('LOCK_INVALID', `'${file}' is no lock file that Kiln reads`, {
      hint: `it reads ${LOCK_READERS.map(({ fileName }) => fileName).join(', ')}`,
    });
  }
  const text = disk.read(file);
  if (text === undefined) {
    throw new KilnError('LOCK_MISSING', `there is no ${file}`, { hint: 'make it with `uv lock`' });
  }
  return reader.read(file, text);
}
