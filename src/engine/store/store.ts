/** The store: content, results and kept folders below one folder, shared by all processes of a user. */
import { resolve } from 'node:path';
import { onStore } from '../disk-errors';
import { makeFolder, replaceFile } from '../files';
import { collect } from './collect';
import { copyContent, hasContent, putBuffer, putFile, readContent } from './content';
import { getItems, putItem } from './items';
import { materialise } from './kept';
import { layoutOf } from './layout';
import { getResult, putResult, putTree, readTree } from './results';
import { makeScratch, sweep } from './scratch';
import type { Store } from './types';

export { cacheRoot, maxBytesOf } from './settings';

/** Tells backup programs that nothing here is worth keeping (bford.info/cachedir). */
const CACHE_TAG =
  'Signature: 8a477f597d28d172789f06886806bc55\n# Made by nx-kiln; safe to delete when no build runs.\n';

/**
 * Opens the store, making its folders, and sweeps what dead processes left.
 * @param root absolute folder
 * @param maxBytes bound that `collect` keeps
 * @throws KilnError STORE_UNWRITABLE, DISK_FULL
 */
export async function openStore({ root, maxBytes }: { root: string; maxBytes: number }): Promise<Store> {
  const layout = layoutOf(resolve(root));
  onStore(layout.root, () => {
    if (makeFolder(layout.root, 0o700)) {
      replaceFile(`${layout.root}/CACHEDIR.TAG`, Buffer.from(CACHE_TAG), 0o644);
    }
    // Asked for at once, so that a folder that cannot be written is named before anything is built.
    for (const folder of [
      layout.own,
      layout.cas,
      layout.results,
      layout.items,
      layout.kept,
      layout.locks,
      layout.index,
      layout.logs,
    ]) {
      makeFolder(folder);
    }
    sweep(layout);
  });
  return {
    root: layout.root,
    putFile: async (path, options) => putFile(layout, path, options?.expect),
    putBuffer: async (content) => putBuffer(layout, content),
    read: async (digest) => readContent(layout, digest),
    copyTo: async (digest, path, mode) => copyContent(layout, digest, path, mode),
    has: async (digest) => hasContent(layout, digest),
    putTree: async (tree) => putTree(layout, tree),
    getTree: async (digest) => readTree(layout, digest),
    getResult: async (key) => getResult(layout, key),
    putResult: async (key, result) => putResult(layout, key, result),
    getItems: async (keys) => getItems(layout, keys),
    putItem: async (key, result) => putItem(layout, key, result),
    materialise: (tree) => materialise(layout, tree),
    scratch: async () => makeScratch(layout),
    collect: async () => collect(layout, maxBytes),
  };
}
