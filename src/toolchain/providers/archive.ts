/** Provider `archive`: a .tar, .tar.gz or folder of the user's own, named in kiln.json with its digest. */
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { KilnError } from '../../model/errors';
import { hashFile, type Item, writeTar } from '../tar';

export interface LocalArchive {
  readonly file: string;
  readonly sha256: string;
}

/**
 * What stands as `sha256` in kiln.json: of a file its sha256, of a folder the sha256 of the archive that Kiln packs of it
 * (paths, contents, links and executable bits count; times and owners do not).
 * @throws KilnError PYTHON_UNAVAILABLE when nothing usable is there, CONFIG_INVALID on a link that leads out
 */
export async function digestArchive(path: string): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'kiln-archive-'));
  try {
    return (await takeArchive(path, scratch)).sha256;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The archive as a file with its digest; a folder is packed.
 * @param scratch folder for the packed archive
 * @throws KilnError PYTHON_UNAVAILABLE when nothing usable is there
 */
export async function takeArchive(path: string, scratch: string): Promise<LocalArchive> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const file = join(scratch, 'python.tar');
    return { file, sha256: await writeTar(file, folderItems(path)) };
  }
  if (!stat?.isFile() || !/\.(tar|tar\.gz|tgz)$/.test(path)) {
    const why = stat ? 'is neither a folder nor a .tar, .tar.gz or .tgz file' : 'does not exist';
    throw new KilnError('PYTHON_UNAVAILABLE', `the Python archive ${path} ${why}`, {
      hint: 'correct "path" in kiln.json (relative to the workspace), or unpack the archive and name the folder',
    });
  }
  return { file: path, sha256: await hashFile(path) };
}

/** What a folder holds, without bytecode caches. @throws KilnError CONFIG_INVALID on a link that leads out */
export function folderItems(root: string, at = ''): Item[] {
  return readdirSync(join(root, at), { withFileTypes: true }).flatMap((entry): Item[] => {
    const path = at ? `${at}/${entry.name}` : entry.name;
    const full = join(root, path);
    if (entry.isDirectory()) {
      return entry.name === '__pycache__' ? [] : folderItems(root, path);
    }
    if (entry.isSymbolicLink()) {
      return [{ path, link: insideLink(root, path, readlinkSync(full)) }];
    }
    return [{ path, executable: (lstatSync(full).mode & 0o111) !== 0, read: () => readFile(full) }];
  });
}

function insideLink(root: string, path: string, target: string): string {
  const reached = posix.normalize(posix.join(posix.dirname(path), target));
  if (posix.isAbsolute(target) || reached.startsWith('..')) {
    throw new KilnError('CONFIG_INVALID', `${join(root, path)} is a link out of the Python's folder (${target})`, {
      hint: 'a runtime must be relocatable: copy what the link points to, or name another folder',
    });
  }
  return target;
}
