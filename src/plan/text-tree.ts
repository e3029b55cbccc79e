import { sha256 } from '../engine/canonical';
import { makeTree, treeDigest } from '../engine/tree';
import type { FileEntry, InputTree } from '../engine/types';
import type { TextTree } from './types';

/** Names a few literal files as a tree. Pure: same texts, same digest. */
export function textTree(files: Readonly<Record<string, string>>): TextTree {
  return { digest: treeDigest(makeTree(entries(files))), files };
}

/** The bytes of a text tree, for the engine to take in when a step needs them. */
export function textInput(tree: TextTree): InputTree {
  return {
    digest: tree.digest,
    tree: makeTree(entries(tree.files)),
    from: { content: Object.fromEntries(Object.entries(tree.files).map(([path, text]) => [path, Buffer.from(text)])) },
  };
}

function entries(files: Readonly<Record<string, string>>): FileEntry[] {
  return Object.entries(files).map(([path, text]) => ({
    path,
    sha256: sha256(text),
    size: Buffer.byteLength(text),
  }));
}
