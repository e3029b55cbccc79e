/**
 * A program: prints one hash over files that git may ignore. For Nx 23, which cannot hash them; Nx 24 can
 * (`includeIgnored`). It prints something random where it cannot tell.
 *
 *     hash-sources <product path>…                  files and folders that artefacts are made from
 *     hash-sources --in <folder> <other project>…   everything in a project's folder, other projects left out
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { BUILD_FOLDERS, LEFTOVER_FOLDERS } from '../project/leftovers';
import { isProduct } from '../project/product-files';

/** Files and folders of leftovers by their last name, besides those listed. */
const LEFT_OUT = /(\.egg-info|^\.coverage(\..*\..*)?)$/;

/** @param paths files and folders; one that is not there counts as absent */
export function hashSources(root: string, paths: readonly string[]): string {
  return hashFiles(root, paths, isProduct);
}

/** @param others folders of other projects, workspace-relative */
export function hashFolder(root: string, folder: string, others: readonly string[]): string {
  const out = new Set([...BUILD_FOLDERS.map((name) => (folder === '.' ? name : `${folder}/${name}`)), ...others]);
  return hashFiles(root, [folder], (path) => !out.has(path) && !isLeftover(posix.basename(path)));
}

function isLeftover(name: string): boolean {
  return LEFTOVER_FOLDERS.includes(name) || LEFT_OUT.test(name);
}

function hashFiles(root: string, paths: readonly string[], counts: (path: string) => boolean): string {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    for (const file of filesBelow(root, path, counts)) {
      const content = readFileSync(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** Through links, as tools read. @param above real folders on the way: a link to one of them shows nothing new */
function filesBelow(
  root: string,
  path: string,
  counts: (path: string) => boolean,
  above: readonly string[] = [],
): string[] {
  const stat = statIfThere(join(root, path));
  if (!stat?.isDirectory()) {
    return stat?.isFile() && counts(path) ? [path] : [];
  }
  const real = realpathSync(join(root, path));
  if (above.includes(real)) {
    return [];
  }
  return readdirSync(join(root, path))
    .sort()
    .map((name) => (path === '.' ? name : `${path}/${name}`))
    .filter(counts)
    .flatMap((below) => filesBelow(root, below, counts, [...above, real]));
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Links in a circle lead nowhere.
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') {
      return undefined;
    }
    throw error;
  }
}

if (require.main === module) {
  const [first, folder = '.', ...others] = process.argv.slice(2);
  try {
    const hash =
      first === '--in' ? hashFolder(process.cwd(), folder, others) : hashSources(process.cwd(), process.argv.slice(2));
    process.stdout.write(`${hash}\n`);
  } catch {
    process.stdout.write(`unknown ${randomUUID()}\n`);
  }
}
