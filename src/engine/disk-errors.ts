/** Says what the disk's refusals mean for a user. Pure. */
import { KilnError } from '../model/errors';

const FULL = ['ENOSPC', 'EDQUOT'];
const REFUSED = ['EACCES', 'EROFS', 'EPERM'];

/**
 * Translates what Node throws when a folder of Kiln's cache cannot be written; anything else comes back as it was.
 * @param path that was being written
 */
export function storeError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  // ENOTDIR: KILN_CACHE_DIR names a file.
  if (code !== undefined && [...REFUSED, 'ENOTDIR'].includes(code)) {
    return new KilnError('STORE_UNWRITABLE', `the cache directory cannot be written: ${path} (${code})`, {
      hint: 'set KILN_CACHE_DIR to a folder that this user may write',
      cause: error,
    });
  }
  return fullError(error, path, 'free some space, or set KILN_CACHE_DIR to a folder on another disk');
}

/** The same for an output folder in the workspace. */
export function outputError(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code !== undefined && [...REFUSED, 'EBUSY'].includes(code)) {
    return new KilnError('OUTPUT_PATH_INVALID', `the output folder ${folder} cannot be written (${code})`, {
      hint: 'check who owns the folder, and that no program has one of its files open',
      cause: error,
    });
  }
  return fullError(error, folder, 'free some space; the output folder is as it was before');
}

/** @returns what Node calls the error: `ENOENT` */
export function codeOf(error: unknown): string | undefined {
  // Not `instanceof Error`: in a realm of its own (a test runner's) Node's errors are none.
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}

/** Runs `work`, which writes below the store. @throws KilnError STORE_UNWRITABLE or DISK_FULL, else what `work` throws */
export function onStore<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error, path);
  }
}

/** The same for work that waits. */
export async function onStoreAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, path);
  }
}

function fullError(error: unknown, path: string, hint: string): unknown {
  const code = codeOf(error);
  if (code === undefined || !FULL.includes(code)) {
    return error;
  }
  const what = code === 'EDQUOT' ? 'the quota of this user is used up' : 'the disk is full';
  return new KilnError('DISK_FULL', `${what}: ${path} could not be written`, { hint, cause: error });
}
