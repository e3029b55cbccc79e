/** Symbolic links of a folder, and what they lead to in the end. */
import { type Disk, type DiskEntry, joinPath } from './disk';
import { isProduct } from './product-files';

export interface Link {
  /** Workspace-relative; no folder on the way is a link. */
  readonly path: string;
  /** What stands at the end of the chain, likewise; absent where it leads out of the workspace. */
  readonly target?: string;
  /** Whether that is a folder; out of the workspace, where nobody looks, it may be one. */
  readonly folder: boolean;
}

/** More hops than this are a circle, for Linux too. */
const MAX_HOPS = 40;

/**
 * All links below a folder and behind the links found, but for those that lead nowhere: who opens them finds nothing.
 * @param enter asked for every folder below `start`, also behind a link there; false leaves it out
 */
export function findLinks(start: string, disk: Disk, enter: (folder: string) => boolean): Link[] {
  const found = new Map<string, Link>();
  const visit = (folder: string, enters: (path: string) => boolean, seen: Set<string>): void => {
    if (seen.has(folder)) {
      return;
    }
    seen.add(folder);
    for (const entry of listed(folder, disk)) {
      const path = joinPath(folder, entry.name);
      const link = entry.link === undefined ? undefined : readLink(path, disk);
      if (link && (!link.folder || enters(path))) {
        found.set(path, link);
      }
      if (entry.folder && enters(path)) {
        if (entry.link === undefined) {
          visit(path, enters, seen);
        } else if (link?.target !== undefined) {
          visit(link.target, isProduct, behind);
        }
      }
    }
  };
  const behind = new Set<string>();
  visit(start, enter, new Set());
  return [...found.values()].sort(byPath);
}

/** Links that lie in the folder itself. */
export function linksIn(folder: string, disk: Disk): Link[] {
  return listed(folder, disk).flatMap(({ name, link }) => {
    const found = link === undefined ? undefined : readLink(joinPath(folder, name), disk);
    return found ? [found] : [];
  });
}

export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** What cannot be listed, as folders of other users' services, is not read by any tool either. */
function listed(folder: string, disk: Disk): readonly DiskEntry[] {
  try {
    return disk.list(folder);
  } catch {
    return [];
  }
}

/**
 * Goes as the system does, name by name; every folder on the way is listed, so that whoever records what was looked at
 * sees it when one of them changes.
 * @returns `undefined` where nothing is at the end
 */
function readLink(path: string, disk: Disk): Link | undefined {
  const done: string[] = [];
  const todo = path.split('/');
  let last: DiskEntry | undefined;
  let hops = 0;
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (name === '' || name === '.') {
      continue;
    }
    if (name === '..') {
      if (done.pop() === undefined) {
        return { path, folder: true };
      }
      last = undefined;
      continue;
    }
    const entry = listed(done.join('/') || '.', disk).find((one) => one.name === name);
    if (!entry || (entry.link !== undefined && ++hops > MAX_HOPS)) {
      return undefined;
    }
    if (entry.link === undefined) {
      done.push(name);
      last = entry;
    } else if (/^\/|^[A-Za-z]:/.test(entry.link)) {
      return { path, folder: true };
    } else {
      todo.unshift(...entry.link.split('/'));
    }
  }
  return { path, target: done.join('/') || '.', folder: last?.folder ?? true };
}
