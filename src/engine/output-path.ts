/** Where an output may be placed, and what may be replaced there. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { KilnError } from '../model/errors';
import { codeOf } from './disk-errors';

/** Lists what an output holds; written by whoever made the output. */
const MANIFEST = 'kiln.json';
const NAMED = 5;

/**
 * The real path of an output folder, which need not exist.
 * @param protect source folders and files; the output may not be, hold or lie in any of them
 * @throws KilnError OUTPUT_PATH_INVALID
 */
export function outputPlace(folder: string, workspaceRoot: string, protect: readonly string[]): string {
  const place = realPlace(resolve(workspaceRoot, folder), folder);
  const root = realpathSync.native(workspaceRoot);
  if (place === root) {
    throw invalid(`the output folder ${folder} is the workspace itself`);
  }
  if (!isWithin(place, root)) {
    const real = place === resolve(workspaceRoot, folder) ? '' : ` (really ${place})`;
    throw invalid(`the output folder ${folder}${real} is outside of the workspace ${workspaceRoot}`);
  }
  for (const source of protect) {
    const real = realPlace(resolve(workspaceRoot, source), source);
    if (isWithin(place, real) || isWithin(real, place)) {
      const how = place === real ? 'is' : isWithin(place, real) ? 'lies in' : 'holds';
      throw invalid(`the output folder ${folder} ${how} the sources ${source}`);
    }
  }
  refuseFile(place, folder);
  return place;
}

/**
 * @param found relative paths of what is in the folder now
 * @param owned whether a path is known to be ours
 * @throws KilnError OUTPUT_PATH_INVALID naming files that neither `owned` nor the folder's manifest knows
 */
export function refuseForeign(place: string, found: readonly string[], owned: (path: string) => boolean): void {
  const unknown = found.filter((path) => !owned(path));
  if (unknown.length === 0) {
    return;
  }
  const listed = new Set(manifestPaths(join(place, MANIFEST)));
  const foreign = unknown.filter((path) => !listed.has(path)).sort();
  if (foreign.length > 0) {
    const more = foreign.length - NAMED;
    throw new KilnError('OUTPUT_PATH_INVALID', `the output folder ${place} holds files that Kiln did not write`, {
      lines: [...foreign.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])],
      hint: 'choose another outputPath, or move these files away; nothing was touched',
    });
  }
}

/** The manifest's own path and what it lists; nothing when it is no manifest of ours. */
function manifestPaths(manifest: string): string[] {
  let text: string;
  try {
    text = readFileSync(manifest, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EISDIR') {
      return [];
    }
    throw error;
  }
  const files = filesOf(text);
  return files ? [MANIFEST, ...files] : [];
}

function filesOf(text: string): string[] | undefined {
  try {
    const { files } = JSON.parse(text) as { files?: unknown };
    return Array.isArray(files)
      ? files.flatMap((file: { path?: unknown } | null) => (typeof file?.path === 'string' ? [file.path] : []))
      : undefined;
  } catch {
    return undefined; // Not JSON, or no object: a file of that name that is not ours.
  }
}

/** Follows the links of what exists of a path. */
function realPlace(path: string, named: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (codeOf(error) === 'ELOOP') {
      throw invalid(`the output folder ${named} is a link that leads in a circle`);
    }
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') {
      throw error;
    }
  }
  const parent = realPlace(dirname(path), named);
  if (statSync(parent, { throwIfNoEntry: false })?.isDirectory() && lstatSync(path, { throwIfNoEntry: false })) {
    throw invalid(`the output folder ${named} goes through ${path}, a link that leads nowhere`);
  }
  return join(parent, basename(path));
}

function refuseFile(place: string, folder: string): void {
  for (let path = place; ; path = dirname(path)) {
    const found = ignoreMissing(() => statSync(path));
    if (found) {
      if (!found.isDirectory()) {
        throw invalid(`the output folder ${folder} cannot be made: ${path} is a file`);
      }
      return;
    }
  }
}

function ignoreMissing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function invalid(message: string): KilnError {
  return new KilnError('OUTPUT_PATH_INVALID', message, {
    hint: 'set outputPath to a folder of its own in the workspace, such as dist/apps/my-app',
  });
}
