/** The workspace as a commit had it, read as the files on disk with what changed since put back. */
import { posix } from 'node:path';
import { type Disk, type DiskEntry, joinPath } from '../../project/disk';
import { blobReader, type ReadBlob } from './blobs';
import { type Change, changesBetween } from './changes';

/** Files that say what a project is; others are read one by one, if ever. */
const TELLING = /\.(toml|cfg|lock|txt|in|json|ya?ml)$|(^|\/)(setup\.py|\.python-version|\.gitignore)$/;

/**
 * Only what changed is asked of git, so files that git ignores are the same on both sides, as they are for Nx.
 * @param now the files on disk
 * @param commit absent: the files on disk themselves
 * @throws KilnError REVISION_MISSING, also later when content is read
 */
export function diskAt(root: string, now: Disk, commit: string | undefined): Disk {
  if (commit === undefined) {
    return now;
  }
  const changes = changesBetween(root, commit);
  const likely = changes.flatMap(({ path, before }) => (TELLING.test(path) && before?.blob ? [before.blob] : []));
  return revisionDisk(now, changes, blobReader(root, likely));
}

/** @param changes from the revision to what `now` shows */
export function revisionDisk(now: Disk, changes: readonly Change[], readBlob: ReadBlob): Disk {
  if (changes.length === 0) {
    return now;
  }
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const folders = foldersOf(changes);
  const links = changes.filter(({ before }) => before?.isLink);
  const follow = (path: string, depth = 0): string => {
    const link = links.find((l) => path === l.path || path.startsWith(`${l.path}/`));
    if (!link || depth > 40) {
      return path;
    }
    const target = joinPath(posix.dirname(link.path), readBlob(link.before?.blob as string));
    return follow(joinPath(target, posix.relative(link.path, path)), depth + 1);
  };
  const disk: Disk = {
    read(asked) {
      const path = follow(posix.normalize(asked));
      const change = byPath.get(path);
      return change ? change.before && readBlob(change.before.blob as string) : now.read(path);
    },
    list(asked) {
      const folder = follow(posix.normalize(asked));
      const names = folders.get(folder);
      if (!names) {
        return now.list(folder);
      }
      const entries = new Map(now.list(folder).map((entry) => [entry.name, entry]));
      for (const name of names) {
        const entry = entryAt(joinPath(folder, name), name, entries.get(name));
        if (entry) {
          entries.set(name, entry);
        } else {
          entries.delete(name);
        }
      }
      return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    exists(asked) {
      const path = follow(posix.normalize(asked));
      const change = byPath.get(path);
      if (folders.has(path)) {
        return disk.list(path).length > 0 || change?.before !== undefined;
      }
      return change ? change.before !== undefined : now.exists(path);
    },
  };
  /** What a changed name was: a file, or a folder as long as anything was in it. */
  const entryAt = (path: string, name: string, entry: DiskEntry | undefined): DiskEntry | undefined => {
    const change = byPath.get(path);
    if (change?.before?.isLink) {
      return { name, folder: disk.list(path).length > 0, link: readBlob(change.before.blob as string) };
    }
    if (change?.before) {
      return { name, folder: false };
    }
    if (folders.has(path)) {
      return disk.list(path).length > 0 ? { name, folder: true } : undefined;
    }
    return change ? undefined : entry;
  };
  return disk;
}

/** Names that a change touches, by the folder that holds them; `.` is the workspace's root. */
function foldersOf(changes: readonly Change[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const { path } of changes) {
    for (let at = path; at !== '.'; at = posix.dirname(at)) {
      const folder = posix.dirname(at);
      const names = folders.get(folder) ?? new Set();
      folders.set(folder, names.add(posix.basename(at)));
    }
  }
  return folders;
}
