/** The plain private directory: inputs are copied and made read-only. Not hermetic; used where bubblewrap is not. */
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FILE_LANES, lostContent } from '../content';
import { forEachLimited } from '../parallel';
import type { Store } from '../store/types';
import { isFile } from '../tree';
import type { Tree } from '../types';

/** A tree and where an action sees it; with `file` it is that one file that stands at `at`. */
export interface TreeMount {
  readonly at: string;
  readonly tree: Tree;
  readonly file?: string;
}

/** Copies inputs into the sandbox root; gives back the folders that were made read-only. */
export async function copyInputs(store: Store, work: string, mounts: readonly TreeMount[]): Promise<readonly string[]> {
  const readOnly: string[] = [];
  for (const { at, tree, file } of mounts) {
    const top = join(work, at);
    const target = (path: string): string => (file === undefined ? join(top, path) : top);
    const folders = file === undefined ? foldersOf(top, tree) : [];
    await mkdir(dirname(top), { recursive: true });
    for (const folder of folders) {
      await mkdir(folder);
    }
    await forEachLimited(tree.entries, FILE_LANES, async (entry) => {
      if (!isFile(entry)) {
        await symlink(entry.link, target(entry.path));
      } else if (!(await store.copyTo(entry.sha256, target(entry.path), entry.executable ? 0o555 : 0o444))) {
        throw lostContent(entry);
      }
    });
    readOnly.push(...folders);
  }
  await chmodAll(readOnly, 0o555);
  return readOnly;
}

/** Folders of a tree below `top`, and `top` itself; each after the one that it lies in. */
function foldersOf(top: string, tree: Tree): readonly string[] {
  const folders = new Set([top]);
  for (const { path } of tree.entries) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(join(top, path.slice(0, slash)));
    }
  }
  return [...folders];
}

/** Read-only folders cannot be emptied by an ordinary user. */
export async function unlock(folders: readonly string[]): Promise<void> {
  await chmodAll(folders, 0o755);
}

/** Stands for the writable bind of a sandbox. */
export async function linkCache(work: string, at: string, folder: string): Promise<void> {
  await mkdir(dirname(join(work, at)), { recursive: true });
  await symlink(folder, join(work, at));
}

async function chmodAll(folders: readonly string[], mode: number): Promise<void> {
  await Promise.all(folders.map((folder) => chmod(folder, mode)));
}

/** Host path of a mount within a kept folder of its tree. */
export function keptPath(kept: string, { file }: TreeMount): string {
  return file === undefined ? kept : join(kept, basename(file));
}
