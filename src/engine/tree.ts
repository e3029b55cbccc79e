/** Trees: files by digest. Pure; nothing here reads a disk. */
import { posix } from 'node:path';
import { KilnError } from '../model/errors';
import { isDigest, sha256 } from './canonical';
import type { Digest, Entry, FileEntry, LinkEntry, Tree } from './types';

/** More hops than this is a circle; Linux draws the line at the same place. */
const MAX_LINK_HOPS = 40;

export function isFile(entry: Entry): entry is FileEntry {
  return 'sha256' in entry;
}

/**
 * Sorts entries by path (code units) and checks them; what an entry holds beyond its type is dropped.
 * @throws KilnError TREE_INVALID on a path that is not plain and relative, a file that is also a folder, or a link that
 * leads out; NAME_CLASH on a path that is there twice
 */
export function makeTree(entries: readonly Entry[]): Tree {
  const sorted = entries.map(checkEntry).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const tree = { entries: sorted };
  const byPath = new Map<string, Entry>();
  for (const entry of sorted) {
    if (byPath.has(entry.path)) {
      throw new KilnError('NAME_CLASH', `${entry.path} is there twice`);
    }
    byPath.set(entry.path, entry);
  }
  refuseFilesAsFolders(sorted, byPath);
  for (const entry of sorted) {
    if (!isFile(entry)) {
      resolvePath(byPath, entry.path);
    }
  }
  return tree;
}

const digests = new WeakMap<Tree, Digest>();

/** @returns sha256 of the tree's canonical form; the same tree object is hashed once */
export function treeDigest(tree: Tree): Digest {
  const digest = digests.get(tree) ?? sha256(treeText(tree));
  digests.set(tree, digest);
  return digest;
}

/** Canonical form of a tree: what its digest is made of and what the store keeps. */
export function treeText(tree: Tree): string {
  // Spelled out instead of `canonical({ entries })`, which gives the same text and takes ten times as long.
  return `{"entries":[${tree.entries.map(entryText).join(',')}]}`;
}

function entryText(entry: Entry): string {
  const path = JSON.stringify(entry.path);
  return isFile(entry)
    ? `{${entry.executable ? '"executable":true,' : ''}"path":${path},"sha256":"${entry.sha256}","size":${entry.size}}`
    : `{"link":${JSON.stringify(entry.link)},"path":${path}}`;
}

/** @throws KilnError as `makeTree` does; SyntaxError or TypeError on a text that is no tree */
export function parseTree(text: string): Tree {
  return makeTree((JSON.parse(text) as Tree).entries);
}

/** @returns bytes of all files */
export function treeSize(tree: Tree): number {
  return tree.entries.reduce((sum, entry) => sum + (isFile(entry) ? entry.size : 0), 0);
}

/**
 * What is below a folder, with that folder stripped; or a single file, by its base name. Links to files that the
 * subtree does not hold become those files. `''` is the whole tree.
 * @throws KilnError TREE_INVALID when the tree has no such path, or a link would lead out of the subtree
 */
export function subtree(tree: Tree, path: string): Tree {
  if (path === '') {
    return tree;
  }
  const byPath = new Map(tree.entries.map((entry) => [entry.path, entry]));
  const whole = resolvePath(byPath, path);
  const single = byPath.get(whole);
  if (single) {
    return makeTree([{ ...single, path: posix.basename(path) }]);
  }
  const prefix = `${whole}/`;
  const inside = tree.entries.filter((entry) => entry.path.startsWith(prefix));
  if (inside.length === 0) {
    throw new KilnError('TREE_INVALID', `there is no ${path} among the ${tree.entries.length} files of the tree`);
  }
  return makeTree(inside.map((entry) => ({ ...follow(byPath, entry, prefix), path: entry.path.slice(prefix.length) })));
}

function follow(byPath: ReadonlyMap<string, Entry>, entry: Entry, prefix: string): Entry {
  if (isFile(entry)) {
    return entry;
  }
  const target = resolvePath(byPath, entry.path);
  return target.startsWith(prefix) || `${target}/` === prefix ? entry : (byPath.get(target) ?? entry);
}

/**
 * Follows links of the tree, segment by segment as a kernel does, so that `link/../x` cannot lead out unseen.
 * @returns the path without links; it need not exist
 */
function resolvePath(byPath: ReadonlyMap<string, Entry>, path: string): string {
  const done: string[] = [];
  const todo = path.split('/');
  let hops = 0;
  for (let segment = todo.shift(); segment !== undefined; segment = todo.shift()) {
    if (segment === '..' && done.length === 0) {
      throw invalid(path, byPath.get(path), 'leads out of its folder');
    }
    if (segment === '..') {
      done.pop();
    } else if (segment !== '.' && segment !== '') {
      done.push(segment);
    }
    const entry = byPath.get(done.join('/'));
    if (entry && !isFile(entry)) {
      if (++hops > MAX_LINK_HOPS) {
        throw invalid(path, byPath.get(path), 'leads in a circle');
      }
      done.pop();
      todo.unshift(...entry.link.split('/'));
    }
  }
  return done.join('/');
}

function refuseFilesAsFolders(entries: readonly Entry[], byPath: ReadonlyMap<string, Entry>): void {
  let checked = '';
  for (const { path } of entries) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    // Sorted paths: neighbours share their folder, which needs one look only.
    if (folder !== checked) {
      for (let above = folder; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
        if (byPath.has(above)) {
          throw new KilnError('TREE_INVALID', `${above} is a file and, because of ${path}, also a folder`);
        }
      }
      checked = folder;
    }
  }
}

function checkEntry(entry: Entry): Entry {
  const { path } = entry;
  if (typeof path !== 'string' || !isPlainPath(path)) {
    throw new KilnError('TREE_INVALID', `${JSON.stringify(path)} is not a path that every system can hold`, {
      hint: 'rename the file: a path is relative, with / between names, without \\, empty names, . and ..',
    });
  }
  if (isFile(entry)) {
    if (!isDigest(entry.sha256) || !Number.isSafeInteger(entry.size) || entry.size < 0) {
      throw new KilnError('TREE_INVALID', `${path} has no valid digest and size`);
    }
    const { sha256: digest, size } = entry;
    return entry.executable ? { path, sha256: digest, size, executable: true } : { path, sha256: digest, size };
  }
  if (typeof entry.link !== 'string' || /^$|^\/|^[A-Za-z]:\/|[\\\0]/.test(entry.link)) {
    throw invalid(path, entry, 'is not relative');
  }
  return { path, link: entry.link };
}

function isPlainPath(path: string): boolean {
  return !/[\\\0]|^[A-Za-z]:\/|(?:^|\/)\.{0,2}(?:\/|$)/.test(path);
}

function invalid(path: string, entry: Entry | undefined, what: string): KilnError {
  const target = entry && !isFile(entry) ? ` to ${(entry as LinkEntry).link}` : '';
  return new KilnError('TREE_INVALID', `the link ${path}${target} ${what}`, {
    hint: 'replace the link by what it points at, or leave it out',
  });
}
