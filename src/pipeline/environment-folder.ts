/**
 * Folders of environments: small, checked whole every time they are handed out, made aside and renamed into place. Any
 * number of processes may ask for the same one; what a killed one left is swept.
 */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onStore } from '../engine/disk-errors';
import { listNames, makeFolder, removeFolder, writeNew } from '../engine/files';
import { holderTag, SELF } from '../engine/holder';
import { withLock } from '../engine/lock';
import { isOrphan } from '../engine/store/scratch';
import { walk } from '../engine/walk';
import type { EnvironmentFile, EnvironmentFiles } from '../plan/stages/environment/environment-files';

/** Environments that nobody used for so long are removed when another one is made. Milliseconds. */
const UNUSED_MS = 30 * 24 * 3_600_000;
const DRAFT = '.draft';

/**
 * Gives the folder, making it anew when it is missing or not exactly what it should be.
 * @param folder absolute, below Kiln's cache
 * @throws KilnError STORE_UNWRITABLE, DISK_FULL, CANCELLED
 */
export async function ensureFolder(folder: string, files: EnvironmentFiles, signal: AbortSignal): Promise<void> {
  if (!isExact(folder, files)) {
    const home = dirname(folder);
    const name = folder.slice(home.length + 1);
    await withLock(join(home, 'locks'), name, { signal }, async () => {
      if (!isExact(folder, files)) {
        onStore(folder, () => remake(folder, files));
      }
    });
  }
  const now = new Date();
  onStore(folder, () => utimesSync(folder, now, now));
}

function isExact(folder: string, files: EnvironmentFiles): boolean {
  if (!existsSync(folder)) {
    return false;
  }
  // A Python that was started by hand may have left its own; the next one reads none of it.
  const found = walk(folder, (path) => !path.endsWith('__pycache__'));
  return (
    found.length === Object.keys(files).length &&
    found.every(({ path }) => {
      const wanted = files[path];
      return wanted !== undefined && isSame(join(folder, path), wanted);
    })
  );
}

function isSame(path: string, wanted: EnvironmentFile): boolean {
  const found = lstatSync(path);
  if ('link' in wanted) {
    return found.isSymbolicLink() && readlinkSync(path) === wanted.link;
  }
  const executable = (found.mode & 0o100) !== 0;
  return found.isFile() && executable === (wanted.executable ?? false) && readFileSync(path, 'utf8') === wanted.text;
}

/** Only the lock's holder may. */
function remake(folder: string, files: EnvironmentFiles): void {
  sweep(dirname(folder));
  const draft = `${folder}.${holderTag(SELF)}.${randomBytes(4).toString('hex')}${DRAFT}`;
  const away = `${draft}-old${DRAFT}`;
  try {
    for (const [path, file] of Object.entries(files)) {
      lay(join(draft, path), file);
    }
    if (existsSync(folder)) {
      renameSync(folder, away);
    }
    renameSync(draft, folder);
  } finally {
    removeFolder(draft);
    removeFolder(away);
  }
}

function lay(path: string, file: EnvironmentFile): void {
  makeFolder(dirname(path));
  if ('link' in file) {
    symlinkSync(file.link, path);
  } else {
    writeNew(path, Buffer.from(file.text), file.executable ? 0o755 : 0o644);
  }
}

/** Removes what killed makers left, and what nobody used for long. */
function sweep(home: string): void {
  for (const name of listNames(home)) {
    const path = join(home, name);
    const isDraft = name.endsWith(DRAFT);
    const unused = !isDraft && name !== 'locks' && Date.now() - lstatSync(path).mtimeMs > UNUSED_MS;
    if (unused || (isDraft && isOrphan(path, name.split('.')[1] as string))) {
      removeFolder(path);
    }
  }
}

/** Folders of a home, for tests and for people. */
export function environmentsIn(home: string): string[] {
  return existsSync(home) ? readdirSync(home).filter((name) => name !== 'locks' && !name.endsWith(DRAFT)) : [];
}
