/** What of the disk a result was made from, and whether it is still the same. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Disk, DiskEntry } from '../../project/disk';

/** Stamps by workspace-relative path: time, size and number of a file or folder, `#<digest>` where its time says too little. */
export interface DiskRecord {
  readonly files: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

export interface RecordingDisk {
  /** Reads everything once. */
  readonly disk: Disk;
  record(): DiskRecord;
}

/** Clocks of file systems step by up to two seconds: what changed that lately may change again unseen. */
export const RACY_MS = 2000;
const ABSENT = '-';

/**
 * A disk that notes what is asked of it. A stamp is taken before the content is read: a change in between is seen later.
 * @param now milliseconds since 1970
 */
export function recordingDisk(inner: Disk, workspaceRoot: string, now: () => number = Date.now): RecordingDisk {
  const texts = new Map<string, string | undefined>();
  const lists = new Map<string, readonly DiskEntry[]>();
  const record: { files: Record<string, string>; folders: Record<string, string> } = { files: {}, folders: {} };
  const list = (folder: string): readonly DiskEntry[] => {
    const path = posix.normalize(folder);
    const known = lists.get(path);
    if (known) {
      return known;
    }
    const at = stamp(workspaceRoot, path);
    const entries = inner.list(path);
    lists.set(path, entries);
    record.folders[path] = settle(at, now(), () => digestOf(entries));
    return entries;
  };
  /** Whether something is there shows in the nearest folder that is. */
  const lookAt = (path: string): void => void list(posix.dirname(posix.normalize(path)));
  return {
    disk: {
      list,
      exists: (path) => {
        lookAt(path);
        return inner.exists(path);
      },
      read: (file) => {
        const path = posix.normalize(file);
        if (!texts.has(path)) {
          // What is not there shows in its folder; that is looked at first.
          lookAt(path);
          const at = stamp(workspaceRoot, path);
          const text = inner.read(path);
          texts.set(path, text);
          if (text !== undefined) {
            record.files[path] = settle(at, now(), () => digestOf(text));
          }
        }
        return texts.get(path);
      },
    },
    record: () => record,
  };
}

/**
 * Whether everything is as it was.
 * @returns `undefined` where something moved; else the record, with stamps in place of digests where time has passed
 */
export function stillHolds(
  record: DiskRecord,
  disk: Disk,
  workspaceRoot: string,
  now: number = Date.now(),
): { readonly record: DiskRecord; readonly settled: boolean } | undefined {
  const fresh: [Readonly<Record<string, string>>, string, string][] = [];
  const check = (stamps: Readonly<Record<string, string>>, digest: (path: string) => string): boolean => {
    for (const path in stamps) {
      const known = stamps[path] as string;
      const at = stamp(workspaceRoot, path);
      if (!known.startsWith('#')) {
        if (known !== at.text) {
          return false;
        }
      } else if (known !== digest(path)) {
        return false;
      } else if (!isRacy(at, now)) {
        fresh.push([stamps, path, at.text]);
      }
    }
    return true;
  };
  const holds =
    check(record.folders, (path) => digestOf(disk.list(path))) &&
    check(record.files, (path) => digestOf(disk.read(path)));
  if (!holds || fresh.length === 0) {
    return holds ? { record, settled: false } : undefined;
  }
  const renew = (stamps: Readonly<Record<string, string>>) => ({
    ...stamps,
    ...Object.fromEntries(fresh.filter(([of]) => of === stamps).map(([, path, text]) => [path, text])),
  });
  return { record: { files: renew(record.files), folders: renew(record.folders) }, settled: true };
}

interface Stamp {
  readonly text: string;
  /** Milliseconds since 1970 of the last change of content or place. */
  readonly changed: number;
}

function stamp(workspaceRoot: string, path: string): Stamp {
  const stat = statSync(join(workspaceRoot, path), { throwIfNoEntry: false });
  if (!stat) {
    return { text: ABSENT, changed: 0 };
  }
  const { mtimeMs, ctimeMs, size, ino } = stat;
  return { text: `${mtimeMs}:${ctimeMs}:${size}:${ino}`, changed: Math.max(mtimeMs, ctimeMs) };
}

function settle(at: Stamp, now: number, digest: () => string): string {
  return isRacy(at, now) ? digest() : at.text;
}

function isRacy({ changed }: Stamp, now: number): boolean {
  return changed > now - RACY_MS;
}

function digestOf(content: string | undefined | readonly DiskEntry[]): string {
  return `#${createHash('sha256')
    .update(JSON.stringify(content ?? null))
    .digest('hex')
    .slice(0, 32)}`;
}
