/** Lays a tree out as a new folder, and checks a folder against what was laid out. */
import { lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { holdsOf, type Known, type StatRecord, stampOf } from './stat-index';
import { isFile } from './tree';
import type { FileEntry, Tree } from './types';
import { walk } from './walk';

/**
 * Makes the folder with all of its folders and links; `place` makes each file at the absolute path that it is given.
 * @throws what Node throws (EEXIST when the folder is there already), and what `place` throws
 */
export async function layTree(
  tree: Tree,
  folder: string,
  place: (file: FileEntry, path: string) => Promise<void>,
): Promise<void> {
  mkdirSync(folder);
  for (const path of foldersOf(tree)) {
    mkdirSync(`${folder}/${path}`);
  }
  for (const entry of tree.entries) {
    const path = `${folder}/${entry.path}`;
    if (isFile(entry)) {
      await place(entry, path);
    } else {
      symlinkSync(entry.link, path);
    }
  }
}

/** Stamps of a tree's files as they are in the folder now. */
export function recordOf(tree: Tree, folder: string): ReadonlyMap<string, Known> {
  return new Map(
    tree.entries.map((entry) => [
      entry.path,
      { stamp: stampOf(lstatSync(`${folder}/${entry.path}`, { bigint: true })), holds: holdsOf(entry) },
    ]),
  );
}

/** Whether the folder holds exactly what was recorded, untouched since. */
export function isUntouched(folder: string, { files }: StatRecord, found = walk(folder)): boolean {
  return (
    found.length === files.size &&
    found.every(({ path }) => {
      const known = files.get(path);
      return known !== undefined && known.stamp === currentStamp(folder, path);
    })
  );
}

/** @returns undefined when it is not there */
export function currentStamp(folder: string, path: string): string | undefined {
  const found = lstatSync(`${folder}/${path}`, { bigint: true, throwIfNoEntry: false });
  return found && stampOf(found);
}

/** Folders of a tree, each after the one that it is in. */
export function foldersOf(tree: Tree): string[] {
  const folders = new Set<string>();
  for (const { path } of tree.entries) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder)) {
        break;
      }
      folders.add(folder);
    }
  }
  return [...folders].sort();
}
