/** Reads what the option `data` adds to a bundle. */
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { sha256 } from '../engine/canonical';
import { scanFolder } from '../engine/scan';
import { makeTree, treeDigest } from '../engine/tree';
import type { InputTree } from '../engine/types';
import { KilnError } from '../model/errors';
import type { FreezeRequest } from '../plan/types';
import { type DataPlace, dataPlaces } from '../project/bundle-data';
import { productExcludes } from '../project/product-files';
import { isKeyed } from './everyday/check-reach';
import { isProgram, isSource, productTree } from './product-tree';
import type { Session } from './session';

export interface ReadData {
  readonly data: FreezeRequest['data'];
  readonly inputs: readonly InputTree[];
}

/**
 * @param texts the option, relative to the project
 * @throws KilnError OPTION_INVALID for what is not there, lies outside of the workspace, goes where it cannot, or is in no
 * key of a cached target
 */
export async function readData(
  texts: readonly string[],
  pythonRoots: readonly string[],
  session: Session,
): Promise<ReadData> {
  const read = await Promise.all(
    dataPlaces(session.projectRoot, texts).map(async (place, index) => {
      const text = texts[index] as string;
      checkPlace(place, text);
      const isFolder = kindOf(place, text, session) === 'folder';
      assertKeyed(place.path, isFolder, `data=${text}`, session);
      return isFolder ? readFolder(place, pythonRoots, session) : readFile(place, session);
    }),
  );
  return { data: read.map(({ input, at }) => ({ tree: input.digest, at })), inputs: read.map(({ input }) => input) };
}

/**
 * @param path workspace-relative, normalised
 * @throws KilnError OPTION_INVALID
 */
export function refuseOutside(path: string, option: string, text: string): void {
  if (/^\.\.(?:\/|$)/.test(path) || posix.isAbsolute(path)) {
    throw new KilnError('OPTION_INVALID', `${option}: '${text}' leads out of the workspace`, {
      hint: 'copy it into the workspace: what lies outside is in no cache key',
    });
  }
}

/** What a bundle has itself, Python's part above all, is not to be changed by a file that lies there by chance. */
function checkPlace({ path, to }: DataPlace, text: string): void {
  refuseOutside(path, 'data', text);
  if (to === '' || to === '.' || /^(\.\.|runtime|site|boot)(\/|$)|^\/|:|\\/.test(to)) {
    throw new KilnError('OPTION_INVALID', `data: '${text}' cannot go to '${to}'`, {
      hint: 'name a path below the bundle’s folder other than runtime, site and boot: `assets/logo.png:etc/logo.png`',
    });
  }
}

function kindOf({ path }: DataPlace, text: string, { workspaceRoot }: Session): 'file' | 'folder' {
  const stat = statSync(join(workspaceRoot, path), { throwIfNoEntry: false });
  if (!stat?.isFile() && !stat?.isDirectory()) {
    throw new KilnError('OPTION_INVALID', `data: there is no ${path} ('${text}')`, {
      hint: 'paths of data are relative to the project; make the file, or take it out of data',
    });
  }
  return stat.isFile() ? 'file' : 'folder';
}

/** @throws KilnError OPTION_INVALID where a cached target would read what its key does not hold */
export function assertKeyed(path: string, isFolder: boolean, option: string, session: Session): void {
  if (session.cached && !isKeyed({ path, holds: isFolder ? 'tree' : 'file' }, session)) {
    throw new KilnError('OPTION_INVALID', `${session.targetName} is cached, and its key does not hold ${path}`, {
      lines: [`${option} reads it: a result with one content would be replayed for another`],
      hint: `write the option into [tool.kiln.freeze] of ${session.projectRoot}/pyproject.toml: then the key has it; or add "{workspaceRoot}/${path}${isFolder ? '/**/*' : ''}" to the inputs of ${session.targetName}`,
    });
  }
}

async function readFolder({ path, to }: DataPlace, pythonRoots: readonly string[], { workspaceRoot, store }: Session) {
  const folder = join(workspaceRoot, path);
  const exclude = productExcludes(path, pythonRoots);
  const tree = productTree(await scanFolder(folder, { exclude, follow: true, index: { store } }), folder);
  return { input: { digest: treeDigest(tree), tree, from: { folder } } satisfies InputTree, at: to };
}

async function readFile({ path, to }: DataPlace, { workspaceRoot }: Session) {
  const file = join(workspaceRoot, path);
  const content = readFileSync(file);
  const executable = !isSource(file) && isProgram(content);
  const name = posix.basename(to);
  const tree = makeTree([
    { path: name, sha256: sha256(content), size: content.length, ...(executable ? { executable } : {}) },
  ]);
  const at = posix.dirname(to);
  return {
    input: { digest: treeDigest(tree), tree, from: { content: { [name]: content } } } satisfies InputTree,
    at: at === '.' ? '' : at,
  };
}
