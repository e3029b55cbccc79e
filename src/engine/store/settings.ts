/** Where the cache is and how big it may get, from the user's environment. Pure. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { KilnError } from '../../model/errors';

const DEFAULT_BYTES = 10e9;
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/**
 * Kiln's cache folder: `KILN_CACHE_DIR`, else `nx-kiln` in the user's cache folder of the platform.
 * @throws KilnError OPTION_INVALID when `KILN_CACHE_DIR` is relative: tasks run in different folders
 */
export function cacheRoot(env: NodeJS.ProcessEnv, system: NodeJS.Platform = process.platform): string {
  const wanted = env.KILN_CACHE_DIR;
  if (wanted) {
    if (!isAbsolute(wanted)) {
      throw new KilnError(
        'OPTION_INVALID',
        `KILN_CACHE_DIR is ${JSON.stringify(wanted)}, which is not an absolute path`,
        {
          hint: 'give the whole path: "~" and relative paths mean something else in every task',
        },
      );
    }
    return wanted;
  }
  const home = env.HOME || homedir();
  if (system === 'darwin') {
    return join(home, 'Library', 'Caches', 'nx-kiln');
  }
  if (system === 'win32') {
    return join(env.LOCALAPPDATA || join(env.USERPROFILE || home, 'AppData', 'Local'), 'nx-kiln');
  }
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'nx-kiln');
}

/**
 * Bytes that the cache may hold: `KILN_CACHE_MAX_SIZE` such as `10GB`, `512 MiB` or plain bytes; default 10 GB.
 * @throws KilnError OPTION_INVALID
 */
export function maxBytesOf(env: NodeJS.ProcessEnv): number {
  const wanted = env.KILN_CACHE_MAX_SIZE;
  if (!wanted) {
    return DEFAULT_BYTES;
  }
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(wanted) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  if (number === undefined || factor === undefined) {
    throw new KilnError('OPTION_INVALID', `KILN_CACHE_MAX_SIZE is ${JSON.stringify(wanted)}, which is not a size`, {
      hint: 'write a number and a unit: 10GB, 512MB, 2GiB',
    });
  }
  return Math.floor(Number(number) * factor);
}
