/**
 * Puts a tree at an output folder: all of it or nothing. Modes are 0644 and 0755 whatever the umask. Times are those of
 * the writing, and a file that did not change keeps its own: what watches or copies by time sees exactly what changed.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { KilnError } from '../model/errors';
import { sha256 } from './canonical';
import { codeOf, onStore, outputError } from './disk-errors';
import { listNames, makeFolder, removeFolder } from './files';
import { holderTag, SELF } from './holder';
import { currentStamp, isUntouched, layTree, recordOf } from './lay';
import { withLock } from './lock';
import { outputPlace, refuseForeign } from './output-path';
import { holdsOf, type Known, readStatRecord, type StatRecord, writeStatRecord } from './stat-index';
import { isOrphan } from './store/scratch';
import type { Store } from './store/types';
import { treeDigest } from './tree';
import type { FileEntry, Tree } from './types';
import { walk } from './walk';

/** A file system's clock ticks at least this often; who changes a file later than that shows in its times. Milliseconds. */
const TICK_MS = 20;

export interface OutputRequest {
  readonly store: Store;
  readonly tree: Tree;
  /** Absolute, or relative to the workspace. */
  readonly folder: string;
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Source folders and files that the output may not be, hold or lie in. */
  readonly protect: readonly string[];
  /** Paths (relative to the folder) that may be replaced although neither index nor manifest knows them; default none. */
  readonly owned?: (path: string) => boolean;
  readonly signal?: AbortSignal;
}

/** Files by how they got to their place; all `kept` means that the folder was left as it was. */
export interface Placed {
  readonly kept: number;
  readonly linked: number;
  readonly copied: number;
}

interface Work extends OutputRequest {
  /** Real path of the folder. */
  readonly place: string;
  /** File of the output index. */
  readonly index: string;
  readonly known: StatRecord | undefined;
}

/**
 * @throws KilnError OUTPUT_PATH_INVALID (nothing was touched), DISK_FULL (the folder is as it was), CONTENT_LOST when
 * the store lacks a file, CANCELLED, STORE_UNWRITABLE
 */
export async function placeOutput(request: OutputRequest): Promise<Placed> {
  const { store, folder, workspaceRoot, protect, signal } = request;
  const place = outputPlace(folder, workspaceRoot, protect);
  const name = sha256(place);
  return withLock(join(store.root, 'locks'), `output-${name}`, { signal }, async () => {
    const index = join(store.root, 'index', 'outputs', name);
    const known = onStore(index, () => readStatRecord(index, place));
    return put({ ...request, place, index, known });
  });
}

async function put(work: Work): Promise<Placed> {
  const { tree, place, known, owned = () => false } = work;
  sweepDrafts(place);
  const found = statSync(place, { throwIfNoEntry: false }) && walk(place);
  if (found && known?.tree === treeDigest(tree) && isUntouched(place, known, found)) {
    return { kept: tree.entries.length, linked: 0, copied: 0 };
  }
  const paths = (found ?? []).map(({ path }) => path);
  refuseForeign(place, paths, (path) => known?.files.has(path) || owned(path));
  const draft = `${draftPrefix(place)}${holderTag(SELF)}.${randomBytes(4).toString('hex')}`;
  try {
    makeFolder(dirname(place));
    const placed = await fill(work, draft);
    claim(work);
    swap(draft, place);
    await remember(work);
    return placed;
  } catch (error) {
    throw outputError(error, place);
  } finally {
    removeFolder(draft);
  }
}

/** Unchanged files are linked from the folder that they are in now: no bytes are read or written for them. */
async function fill({ tree, store, place, known }: Work, draft: string): Promise<Placed> {
  const counts = { kept: 0, linked: 0, copied: 0 };
  await layTree(tree, draft, async (file, path) => {
    if (linkUnchanged(place, file, known?.files.get(file.path), path)) {
      counts.linked++;
    } else if (await store.copyTo(file.sha256, path, file.executable ? 0o755 : 0o644)) {
      counts.copied++;
    } else {
      throw new KilnError('CONTENT_LOST', `the cache has lost or damaged the content of ${file.path}`, {
        hint: 'run the build again: it makes again what is missing',
      });
    }
  });
  return counts;
}

function linkUnchanged(place: string, file: FileEntry, known: Known | undefined, to: string): boolean {
  if (known?.holds !== holdsOf(file) || currentStamp(place, file.path) !== known.stamp) {
    return false;
  }
  try {
    linkSync(`${place}/${file.path}`, to);
    return true;
  } catch (error) {
    // Too many links, or a file system without them: a copy does as well.
    if (['EMLINK', 'EPERM', 'EXDEV', 'ENOTSUP', 'ENOENT'].includes(codeOf(error) ?? '')) {
      return false;
    }
    throw error;
  }
}

/** Before the swap the index names the files of both trees: whichever a kill leaves in place is known as ours. */
function claim({ index, place, tree, known }: Work): void {
  const files = new Map(known?.files);
  for (const entry of tree.entries) {
    if (!files.has(entry.path)) {
      files.set(entry.path, { stamp: '', holds: holdsOf(entry) });
    }
  }
  onStore(index, () => writeStatRecord(index, place, { at: Date.now(), files }));
}

function swap(draft: string, place: string): void {
  const old = `${draft}.old`;
  const replaces = moveIfThere(place, old);
  try {
    renameSync(draft, place);
  } catch (error) {
    if (replaces) {
      renameSync(old, place);
    }
    if (codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST') {
      throw new KilnError('OUTPUT_PATH_INVALID', `something else wrote to ${place} at the same time`, { cause: error });
    }
    throw error;
  }
  // Before the index is made: a file that both folders share shows in its times that one of them went.
  removeFolder(old);
}

async function remember({ index, place, tree }: Work): Promise<void> {
  await delay(TICK_MS);
  const files = recordOf(tree, place);
  onStore(index, () => writeStatRecord(index, place, { tree: treeDigest(tree), at: Date.now(), files }));
}

function moveIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

function draftPrefix(place: string): string {
  return join(dirname(place), `.${basename(place)}.kiln-`);
}

/** Removes what killed runs left beside the folder. */
function sweepDrafts(place: string): void {
  const prefix = basename(draftPrefix(place));
  for (const name of listNames(dirname(place)).filter((sibling) => sibling.startsWith(prefix))) {
    const path = join(dirname(place), name);
    if (isOrphan(path, name.slice(prefix.length).split('.')[0] as string)) {
      removeFolder(path);
    }
  }
}
