/** Where the bytes of a run are: in the store, or still with the inputs. Inputs enter the store only when a step needs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import { sha256 } from './canonical';
import { codeOf } from './disk-errors';
import { forEachLimited } from './parallel';
import type { Store } from './store/types';
import { isFile } from './tree';
import type { Digest, FileEntry, InputTree, Tree } from './types';

/** Files that are looked up, copied or hashed at the same time: enough to keep a disk busy. */
export const FILE_LANES = 16;

export interface Content {
  /** The tree of that digest: an input's, or one that the store has. */
  tree(digest: Digest): Promise<Tree | undefined>;
  /** Is content in the store (by name, not checked). */
  has(digest: Digest): Promise<boolean>;
  /** Is every file of the tree in the store (by name, not checked). */
  complete(tree: Tree): Promise<boolean>;
  /** Takes into the store what the inputs still hold of a tree; throws a lost-content error when neither has a file. */
  ensure(tree: Tree): Promise<void>;
  /** Checked bytes of one file; INPUT_CHANGED when its source changed, a lost-content error when it is nowhere. */
  read(file: FileEntry): Promise<Buffer>;
}

type Place = { readonly file: string } | { readonly bytes: Buffer };

/**
 * One view of store and inputs; what was once seen in the store is not asked for again.
 * @param checked read what the store has instead of going by its name: damaged content is removed and counts as absent
 */
export function openContent(store: Store, inputs: readonly InputTree[], checked = false): Content {
  const seen = new Set<Digest>();
  const trees = new Map(inputs.map(({ digest, tree }) => [digest, tree]));
  let places: ReadonlyMap<Digest, Place> | undefined;
  const placeOf = (digest: Digest): Place | undefined => {
    places ??= placesOf(inputs);
    return places.get(digest);
  };
  const has = async (digest: Digest): Promise<boolean> => {
    if (!seen.has(digest) && (checked ? (await store.read(digest)) !== undefined : await store.has(digest))) {
      seen.add(digest);
    }
    return seen.has(digest);
  };
  return {
    tree: async (digest) => trees.get(digest) ?? (await store.getTree(digest)),
    has,
    async complete(tree) {
      for (const { sha256: digest } of tree.entries.filter(isFile)) {
        if (!(await has(digest))) {
          return false;
        }
      }
      return true;
    },
    async ensure(tree) {
      await forEachLimited(tree.entries.filter(isFile), FILE_LANES, async (file) => {
        if (!(await has(file.sha256))) {
          await take(store, file, placeOf(file.sha256));
          seen.add(file.sha256);
        }
      });
    },
    async read(file) {
      const place = placeOf(file.sha256);
      const bytes = place ? readPlace(place) : await store.read(file.sha256);
      if (!bytes) {
        throw lostContent(file);
      }
      if (place && sha256(bytes) !== file.sha256) {
        throw inputChanged(place, file);
      }
      return bytes;
    },
  };
}

function placesOf(inputs: readonly InputTree[]): ReadonlyMap<Digest, Place> {
  const places = new Map<Digest, Place>();
  for (const { tree, from } of inputs) {
    for (const { path, sha256: digest } of tree.entries.filter(isFile)) {
      places.set(digest, 'folder' in from ? { file: join(from.folder, path) } : contentPlace(from.content, path));
    }
  }
  return places;
}

function contentPlace(content: Readonly<Record<string, Buffer>>, path: string): Place {
  const bytes = content[path];
  if (!bytes) {
    throw new Error(`an input tree names ${path} but brings no content for it`);
  }
  return { bytes };
}

async function take(store: Store, file: FileEntry, place: Place | undefined): Promise<void> {
  if (!place) {
    throw lostContent(file);
  }
  if ('file' in place) {
    await store.putFile(place.file, { expect: file.sha256 }).catch((error: unknown) => {
      throw isGone(error) ? inputChanged(place, file, error) : error;
    });
  } else {
    await store.putBuffer(readPlace(place));
  }
}

/** Synchronous on purpose: a small file costs a fifth of what it costs through promises. */
function readPlace(place: Place): Buffer {
  if ('bytes' in place) {
    return place.bytes;
  }
  try {
    return readFileSync(place.file);
  } catch (error) {
    throw isGone(error) ? inputChanged(place, undefined, error) : error;
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');
}

function inputChanged(place: Place, file: FileEntry | undefined, cause?: unknown): KilnError {
  const name = 'file' in place ? place.file : (file?.path ?? 'an input');
  return new KilnError('INPUT_CHANGED', `${name} changed while it was being read`, {
    hint: 'build again when nothing writes to the sources',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The store once had this content and no longer has it: evicted or damaged. Whoever made it has to make it again. */
const LOST = Symbol('lost content');

export function lostContent({ path, sha256: digest }: Pick<FileEntry, 'path' | 'sha256'>): Error {
  return Object.assign(new Error(`${path} (${digest}) is neither in the store nor among the inputs`), { [LOST]: true });
}

export function isLostContent(error: unknown): boolean {
  return error instanceof Error && LOST in error;
}
