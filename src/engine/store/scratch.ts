/** Private folders of a process below the store, and the sweeping of what dead processes left. */
import { randomBytes } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onStore } from '../disk-errors';
import { listNames, makeFolder, removeFolder } from '../files';
import { lifeOf, parseTag } from '../holder';
import type { Layout } from './layout';

/** What belongs to nobody who can be asked is kept for so long. Milliseconds. */
const ORPHAN_MS = 24 * 3_600_000;

export function makeScratch({ own }: Layout): { path: string; dispose(): Promise<void> } {
  const path = join(own, `s-${randomBytes(4).toString('hex')}`);
  onStore(path, () => makeFolder(path));
  return { path, dispose: async () => onStore(path, () => removeFolder(path)) };
}

/** Removes what processes left that are dead. */
export function sweep({ tmp, locks }: Layout): void {
  for (const name of listNames(tmp)) {
    if (isOrphan(join(tmp, name), name)) {
      removeFolder(join(tmp, name));
    }
  }
  for (const name of listNames(locks)) {
    if (/\.(draft|gone)$/.test(name) && isOrphan(join(locks, name), name.split('.')[0] as string)) {
      rmSync(join(locks, name), { force: true });
    }
  }
}

/** @param tag of the process that made the path, when it is one */
export function isOrphan(path: string, tag: string): boolean {
  const holder = parseTag(tag);
  const life = holder ? lifeOf(holder) : 'unknown';
  if (life !== 'unknown') {
    return life === 'dead';
  }
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > ORPHAN_MS;
}
