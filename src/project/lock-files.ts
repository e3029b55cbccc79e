/** Which files of a folder are locks. */
import { posix } from 'node:path';
import { type Disk, joinPath } from './disk';
import { includedFiles } from './locks/requirements-lines';
import type { LockManager } from './types';

/** One lock as it lies in a folder; several requirements files are one. */
export interface LockFiles {
  readonly manager: LockManager;
  /** Workspace-relative; the main one of several. */
  readonly file: string;
  /** All of them, with what they include; sorted. */
  readonly files: readonly string[];
}

/** Which one counts where a project says nothing. */
export const LOCK_ORDER: readonly LockManager[] = ['uv', 'poetry', 'pdm', 'pylock', 'requirements'];

const SINGLE: readonly (readonly [LockManager, string])[] = [
  ['uv', 'uv.lock'],
  ['poetry', 'poetry.lock'],
  ['pdm', 'pdm.lock'],
];
/** Locks that are one file of a fixed name. */
export const SINGLE_LOCKS: readonly string[] = SINGLE.map(([, name]) => name);
const REQUIREMENTS_FOLDER = 'requirements';
/** Names of files for what ships; the first that is there is the main one. */
const MAIN_NAMES = ['', 'main', 'base', 'prod', 'production', 'common', 'all', 'lock', 'locked', 'frozen', 'pinned'];

/** Locks of a folder, in `LOCK_ORDER`. */
export function lockFilesIn(folder: string, disk: Disk): LockFiles[] {
  const entries = disk.list(folder);
  const names = entries.flatMap((entry) => (entry.folder ? [] : [entry.name]));
  const single = SINGLE.filter(([, name]) => names.includes(name)).map(([manager, name]): LockFiles => {
    const file = joinPath(folder, name);
    return { manager, file, files: [file] };
  });
  const below = joinPath(folder, REQUIREMENTS_FOLDER);
  const hasFolder = entries.some((entry) => entry.folder && entry.name === REQUIREMENTS_FOLDER);
  const inFolder = (hasFolder ? disk.list(below) : []).flatMap(({ name }) =>
    name.endsWith('.txt') ? [joinPath(below, name)] : [],
  );
  const here = names.map((name) => joinPath(folder, name));
  return [
    ...single,
    ...together('pylock', here.filter(isPylock), disk),
    ...together('requirements', [...here.filter(isRequirements), ...inFolder], disk),
  ];
}

function together(manager: LockManager, files: readonly string[], disk: Disk): LockFiles[] {
  const named = MAIN_NAMES.flatMap((name) => files.filter((file) => rawGroup(file) === name))[0];
  // Requirements of tests alone say nothing about what ships: no lock of the project.
  const main = named ?? (manager === 'requirements' ? undefined : files[0]);
  const all = manager === 'requirements' ? files.flatMap((file) => [file, ...includedFiles(file, disk)]) : files;
  return main === undefined ? [] : [{ manager, file: main, files: [...new Set(all)].sort() }];
}

/** `pylock.toml`, `pylock.dev.toml`. */
export function isPylock(file: string): boolean {
  return /^pylock(\.[^.]+)?\.toml$/.test(posix.basename(file));
}

/** `requirements.txt`, `requirements-dev.txt`, `dev-requirements.txt`, `requirements/dev.txt`. */
export function isRequirements(file: string): boolean {
  const [name, folder] = [posix.basename(file), posix.basename(posix.dirname(file))];
  return /^(?:[\w-]+[-_.])?requirements(?:[-_.][\w.-]+)?\.txt$/.test(name) || isInFolder(name, folder);
}

function isInFolder(name: string, folder: string): boolean {
  return folder === REQUIREMENTS_FOLDER && name.endsWith('.txt');
}

/** Folder that a lock is for: the one around `requirements/`. */
export function lockFolder(file: string): string {
  const folder = posix.dirname(file);
  return posix.basename(folder) === REQUIREMENTS_FOLDER && file.endsWith('.txt') ? posix.dirname(folder) : folder;
}

/** The group that a file's name says it is for; `main` for what ships. */
export function groupOfFile(file: string): string {
  const group = rawGroup(file);
  return MAIN_NAMES.includes(group) ? 'main' : group;
}

function rawGroup(file: string): string {
  return posix
    .basename(file)
    .toLowerCase()
    .replace(/\.(txt|toml)$/, '')
    .replace(/(^|[-_.])(requirements|pylock)(?=$|[-_.])/, '')
    .replace(/^[-_.]+/, '')
    .replace(/[-_.]+/g, '-');
}
