/** Takes what an action wrote into the store: only files, folders and links that stay inside. */
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join, posix } from 'node:path';
import { KilnError } from '../../model/errors';
import { FILE_LANES } from '../content';
import { forEachLimited } from '../parallel';
import type { Store } from '../store/types';
import { makeTree } from '../tree';
import type { Entry, LinkEntry, Tree } from '../types';

interface Found {
  readonly path: string;
  readonly executable: boolean;
}

/**
 * @param folder sandbox root, or the folder of a toolchain
 * @param paths files or folders below it; `''` is the folder itself
 * @param label of the step, for errors
 * @throws KilnError OUTPUT_MISSING when a path is not there, OUTPUT_INVALID on what a tree cannot hold
 */
export async function takeFiles(store: Store, folder: string, paths: readonly string[], label: string): Promise<Tree> {
  const missing = paths.filter((path) => !lstatSync(join(folder, path), { throwIfNoEntry: false }));
  if (missing.length > 0) {
    throw new KilnError('OUTPUT_MISSING', `${label} ended well but did not write ${missing.join(', ')}`, {
      hint: 'the tool changed its behaviour, or a setting sends its output elsewhere; its log says more',
    });
  }
  const files: Found[] = [];
  const links: LinkEntry[] = [];
  for (const path of paths) {
    walk(folder, path, { files, links, label });
  }
  for (const link of links) {
    refuseLinkOut(link, paths, label);
  }
  const entries: Entry[] = [...links];
  await forEachLimited(files, FILE_LANES, async ({ path, executable }) => {
    const content = await store.putFile(join(folder, path));
    entries.push({ path, ...content, ...(executable ? { executable } : {}) });
  });
  return makeTree(entries);
}

interface Walk {
  readonly files: Found[];
  readonly links: LinkEntry[];
  readonly label: string;
}

function walk(folder: string, path: string, into: Walk): void {
  if (path.includes('\ufffd')) {
    throw invalid(into.label, `${path}: the name is not UTF-8`);
  }
  const found = lstatSync(join(folder, path));
  if (found.isDirectory()) {
    for (const name of readdirSync(join(folder, path))) {
      walk(folder, path === '' ? name : `${path}/${name}`, into);
    }
  } else if (found.isSymbolicLink()) {
    into.links.push({ path, link: readlinkSync(join(folder, path)) });
  } else if (found.isFile()) {
    into.files.push({ path, executable: (found.mode & 0o100) !== 0 });
  } else {
    throw invalid(into.label, `${path} is ${kindOf(found)}`);
  }
}

/** A link may point at what is taken along, and at nothing else. */
function refuseLinkOut({ path, link }: LinkEntry, paths: readonly string[], label: string): void {
  const target = posix.normalize(posix.join(posix.dirname(path), link));
  const inside = paths.some((top) =>
    top === '' ? !/^\.\.(\/|$)/.test(target) : target === top || target.startsWith(`${top}/`),
  );
  if (link.startsWith('/') || !inside) {
    throw invalid(label, `${path} is a link to ${link}, which is not part of the result`);
  }
}

function kindOf(found: Stats): string {
  return found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device';
}

function invalid(label: string, what: string): KilnError {
  return new KilnError('OUTPUT_INVALID', `${label} wrote something that cannot be kept: ${what}`, {
    hint: 'only files, folders and links inside the result can be kept',
  });
}
