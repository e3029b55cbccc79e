import { KilnError } from '../../model/errors';
import type { Disk } from '../disk';
import { lockFolder } from '../lock-files';
import { lockCommand } from '../lock-problems';
import type { Lock, LockReader } from '../types';
import { pdmLock } from './pdm';
import { poetryLock } from './poetry';
import { pylock } from './pylock';
import { requirementsLock } from './requirements';
import { uvLock } from './uv';

/** One line per package manager. */
export const LOCK_READERS: readonly LockReader[] = [uvLock, poetryLock, pdmLock, pylock, requirementsLock];

/** The reader of a lock file, by its name. */
export function readerOf(file: string): LockReader | undefined {
  return LOCK_READERS.find(({ matches }) => matches(file));
}

/**
 * Reads a lock with the reader of its file name.
 * @param file workspace-relative
 * @throws KilnError LOCK_MISSING, LOCK_INVALID
 */
export function readLock(file: string, disk: Disk): Lock {
  const reader = readerOf(file);
  if (!reader) {
    throw new KilnError('LOCK_INVALID', `'${file}' is no lock file that Kiln reads`, {
      hint: `it reads ${LOCK_READERS.map(({ manager }) => manager).join(', ')}`,
    });
  }
  const text = disk.read(file);
  if (text === undefined) {
    throw new KilnError('LOCK_MISSING', `there is no ${file}`, {
      hint: `make it with \`${lockCommand({ manager: reader.manager, root: lockFolder(file) })}\``,
    });
  }
  return reader.read(file, text, disk);
}
