/** Kept folders: trees laid out once, handed out read-only, checked every time. */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { lostContent } from '../content';
import { onStore, onStoreAsync } from '../disk-errors';
import { makeFolder, removeFolder } from '../files';
import { isUntouched, layTree, recordOf } from '../lay';
import { withLock } from '../lock';
import { readStatRecord, writeStatRecord } from '../stat-index';
import { treeDigest } from '../tree';
import type { Tree } from '../types';
import { copyContent } from './content';
import type { Layout } from './layout';

/**
 * The folder of a tree, made when it is missing or was touched. Folder and record appear together, by one rename.
 * @throws an error that `isLostContent` knows when the store lacks a file of the tree
 */
export async function materialise(layout: Layout, tree: Tree): Promise<string> {
  const digest = treeDigest(tree);
  const home = join(layout.kept, digest);
  if (isGood(home, digest)) {
    return join(home, 'tree');
  }
  return withLock(layout.locks, `kept-${digest}`, {}, async () => {
    if (!isGood(home, digest)) {
      await onStoreAsync(home, () => remake(layout, tree, home));
    }
    return join(home, 'tree');
  });
}

/** Reading the record notes the use, before the folder is checked: what is collected in between is then found missing. */
function isGood(home: string, digest: string): boolean {
  return onStore(home, () => {
    const known = readStatRecord(join(home, 'record'), digest);
    const folder = join(home, 'tree');
    return known !== undefined && existsSync(folder) && isUntouched(folder, known);
  });
}

async function remake(layout: Layout, tree: Tree, home: string): Promise<void> {
  const draft = join(layout.own, `k-${randomBytes(4).toString('hex')}`);
  const damaged = `${draft}-damaged`;
  const folder = join(draft, 'tree');
  try {
    makeFolder(draft);
    await layTree(tree, folder, async (file, path) => {
      if (!copyContent(layout, file.sha256, path, file.executable ? 0o555 : 0o444)) {
        throw lostContent(file);
      }
    });
    const digest = treeDigest(tree);
    writeStatRecord(join(draft, 'record'), digest, { tree: digest, at: Date.now(), files: recordOf(tree, folder) });
    makeFolder(layout.kept);
    if (existsSync(home)) {
      renameSync(home, damaged);
    }
    renameSync(draft, home);
  } finally {
    removeFolder(draft);
    removeFolder(damaged);
  }
}
