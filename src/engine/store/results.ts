/** Results by key, and the trees that they name. A tree is content: its digest is the sha256 of its canonical form. */
import { isDigest } from '../canonical';
import { peekRecord, writeRecord } from '../checked-file';
import { onStore } from '../disk-errors';
import { touch } from '../files';
import { parseTree, treeDigest, treeText } from '../tree';
import type { Digest, Tree } from '../types';
import { hasContent, putBuffer, readContent } from './content';
import { type Layout, shard } from './layout';
import type { ActionResult } from './types';

export function putTree(layout: Layout, tree: Tree): Digest {
  const digest = treeDigest(tree);
  if (!hasContent(layout, digest)) {
    putBuffer(layout, Buffer.from(treeText(tree)));
  }
  return digest;
}

export function readTree(layout: Layout, digest: Digest): Tree | undefined {
  const content = readContent(layout, digest);
  return content && parseTree(content.toString('utf8'));
}

export function putResult(layout: Layout, key: Digest, { result, isolation }: ActionResult): void {
  const path = shard(layout.results, key);
  onStore(path, () => writeRecord(path, key, JSON.stringify({ result, isolation }), layout.own));
}

/** A result whose tree is gone is absent. That its files are there is for the caller to ask: it knows which it needs. */
export function getResult(layout: Layout, key: Digest): ActionResult | undefined {
  const path = shard(layout.results, key);
  return onStore(path, () => {
    const found = peekResult(path, key);
    if (!found || !hasContent(layout, found.result.result)) {
      return undefined;
    }
    touch(path, found.mtimeMs);
    return found.result;
  });
}

/** Reads without noting a use. */
export function peekResult(path: string, key: Digest): { result: ActionResult; mtimeMs: number } | undefined {
  const found = peekRecord(path, key);
  const { result, isolation } = (found ? JSON.parse(found.body) : {}) as Partial<ActionResult>;
  return found && isDigest(result)
    ? { result: { result, ...(isolation ? { isolation } : {}) }, mtimeMs: found.mtimeMs }
    : undefined;
}
