/** The result of a mapped action as a tree, and what failed. Pure: the order in which workers answered does not matter. */
import { posix } from 'node:path';
import { KilnError } from '../model/errors';
import { matcher } from './patterns';
import type { ItemResult } from './store/types';
import { isFile, makeTree } from './tree';
import type { Entry, FileEntry, LinkEntry, Mapped, Tree } from './types';

/** A file that failed; `text` is what the worker said, JSON by convention. */
export interface FailedItem {
  /** Path in the mapped tree. */
  readonly path: string;
  readonly text: string;
}

/** Files of a tree that are mapped. */
export function mappedFiles({ rename }: Pick<Mapped, 'rename'>, tree: Tree): readonly FileEntry[] {
  return tree.entries.filter((entry): entry is FileEntry => isFile(entry) && entry.path.endsWith(rename.from));
}

/** What the worker is told that a file is called. */
export function displayPath(
  { displayStrip, displayPrefix }: Pick<Mapped, 'displayStrip' | 'displayPrefix'>,
  path: string,
): string {
  const strip = displayStrip === undefined ? '' : `${displayStrip}/`;
  return `${displayPrefix}${path.startsWith(strip) ? path.slice(strip.length) : path}`;
}

/**
 * @param results one for each mapped file, by its path
 * @throws KilnError ACTION_FAILED with the failed items as cause (`onError: fail`); NAME_CLASH when a result meets a file that is kept
 */
export function mappedTree(step: Mapped, tree: Tree, results: ReadonlyMap<string, ItemResult>): Tree {
  refuseFailures(step, results);
  const made = (path: string): boolean => {
    const result = results.get(path);
    return result !== undefined && 'sha256' in result;
  };
  const entries = tree.entries.flatMap((entry): Entry[] => {
    const result = results.get(entry.path);
    const itself = step.keepMapped ? [entry] : [];
    if (result && 'sha256' in result) {
      return [{ path: madePath(step, entry.path), sha256: result.sha256, size: result.size }, ...itself];
    }
    // A link follows the file that it points at: x.py → y.py becomes x.pyc → y.pyc.
    if (!isFile(entry) && entry.path.endsWith(step.rename.from) && made(linkTarget(entry))) {
      return [madeLink(step, entry), ...itself];
    }
    return result || step.rest === 'keep' ? [entry] : [];
  });
  refuseClash(step, entries);
  return makeTree(entries);
}

/** Where the result of a mapped file lies: `a/x.py` → `a/x.pyc`, with a folder `a/__pycache__/x.pyc`. */
function madePath({ rename: { from, to, folder } }: Pick<Mapped, 'rename'>, path: string): string {
  const name = `${path.slice(0, path.length - from.length)}${to}`;
  return folder === undefined ? name : posix.join(posix.dirname(name), folder, posix.basename(name));
}

function madeLink(step: Mapped, entry: LinkEntry): LinkEntry {
  const path = madePath(step, entry.path);
  if (step.rename.folder === undefined) {
    return { path, link: madePath(step, entry.link) };
  }
  return { path, link: posix.relative(posix.dirname(path), madePath(step, linkTarget(entry))) };
}

function linkTarget({ path, link }: LinkEntry): string {
  return posix.normalize(posix.join(posix.dirname(path), link));
}

function refuseClash(step: Mapped, entries: readonly Entry[]): void {
  const seen = new Set<string>();
  for (const { path } of entries) {
    if (seen.has(path)) {
      throw new KilnError('NAME_CLASH', `${step.label}: ${path} is there already and would also be made`, {
        hint: `remove ${path} from the sources, or leave it out`,
      });
    }
    seen.add(path);
  }
}

function refuseFailures(step: Mapped, results: ReadonlyMap<string, ItemResult>): void {
  const { onError } = step;
  if (onError === 'keep') {
    return;
  }
  const { keep, except = [] } = onError === 'fail' ? { keep: [] } : onError;
  const [kept, excepted] = [matcher(keep), matcher(except)];
  const items = [...results].flatMap(([path, result]) =>
    'failed' in result && (!kept(path) || excepted(path)) ? [{ path, text: result.failed }] : [],
  );
  if (items.length === 0) {
    return;
  }
  const sorted = items.sort((a, b) => (a.path < b.path ? -1 : 1));
  const count = items.length === 1 ? sorted[0]?.path : `${items.length} files`;
  throw new KilnError('ACTION_FAILED', `${step.label}: ${count} failed`, {
    lines: sorted.slice(0, 20).map(({ path, text }) => `${path}: ${text.split('\n')[0]}`),
    cause: { items: sorted },
  });
}

/** The failed files of a mapped action's error, for the plan's owner to translate; undefined for any other error. */
export function failedItems(error: unknown): readonly FailedItem[] | undefined {
  const cause = error instanceof KilnError ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'items' in cause
    ? (cause.items as readonly FailedItem[])
    : undefined;
}
