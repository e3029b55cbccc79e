/** Where a new project goes. Pure. */
import { isAbsolute, posix, relative } from 'node:path';
import { KilnError } from '../../src/model/errors';
import { type Disk, joinPath } from '../../src/project/disk';

/** Nobody looks for sources there. */
const NO_PLACE = new Set(['node_modules', 'dist', '.git', '.nx', '.kiln', '.venv', '__pycache__']);

/**
 * The workspace-relative folder that is meant.
 * @param cwd folder of the workspace that the command was given in, workspace-relative
 * @throws KilnError OPTION_INVALID
 */
export function projectFolder(directory: string, cwd: string | undefined, workspaceRoot: string): string {
  const written = directory.replaceAll('\\', '/');
  const inside = isAbsolute(directory) ? relative(workspaceRoot, directory).replaceAll('\\', '/') : written;
  const below = cwd && !isAbsolute(directory) && !`${written}/`.startsWith(`${cwd}/`) ? joinPath(cwd, inside) : inside;
  const root = posix.normalize(below).replace(/\/+$/, '');
  const refuse = (why: string): never => {
    throw new KilnError('OPTION_INVALID', `directory=${directory} ${why}`, {
      hint: 'name a new folder inside of the workspace, for example apps/hello',
    });
  };
  if (root === '..' || root.startsWith('../') || isAbsolute(root)) {
    return refuse('lies outside of the workspace');
  }
  if (root === '.' || root === '') {
    return refuse('is the workspace itself');
  }
  const bad = root.split('/').find((part) => NO_PLACE.has(part));
  if (bad) {
    return refuse(`lies in ${bad}, where no sources are looked for`);
  }
  // Members of a uv workspace are patterns, and what a pattern means in one place is a name in another.
  if (/[*?[\]{}!:"<>|\p{Cc}]/u.test(root)) {
    return refuse('has a character that patterns or file systems take for something else');
  }
  return root;
}

/** @throws KilnError FOLDER_TAKEN where something is there already, or a file is in the way */
export function assertFree(root: string, disk: Disk): void {
  const parts = root.split('/');
  const above = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  const file = above.find((path) => disk.read(path) !== undefined);
  if (file !== undefined) {
    throw new KilnError('FOLDER_TAKEN', `${file} is a file`, { hint: 'choose another folder' });
  }
  const found = disk.list(root).map(({ name, folder }) => `${root}/${name}${folder ? '/' : ''}`);
  if (found.length > 0) {
    throw new KilnError('FOLDER_TAKEN', `${root} is not empty`, {
      lines: found.length > 5 ? [...found.slice(0, 5), `and ${found.length - 5} more`] : found,
      hint: 'choose a new folder, or write a pyproject.toml by hand: Kiln needs nothing else',
    });
  }
}
