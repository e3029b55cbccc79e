/** Reads the workspace for the project room; tests give a map instead of a folder. Paths are workspace-relative with `/`. */
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative } from 'node:path';

export interface DiskEntry {
  readonly name: string;
  /** Also of what a link leads to. */
  readonly folder: boolean;
  /** What a link says: relative to the folder that it is in; absolute only where that is outside of the workspace. */
  readonly link?: string;
}

export interface Disk {
  /** Text of a file; `undefined` where there is none. */
  read(file: string): string | undefined;
  /** What a folder holds, sorted by name; empty where there is none. */
  list(folder: string): readonly DiskEntry[];
  /** Whether a file or folder is there. */
  exists(path: string): boolean;
}

/** The workspace as it is on disk. @throws what Node throws when a file that exists cannot be read */
export function nodeDisk(workspaceRoot: string): Disk {
  const absolute = (path: string): string => join(workspaceRoot, path);
  return {
    read: (file) => (existsSync(absolute(file)) ? readFileSync(absolute(file), 'utf8') : undefined),
    list: (folder) => listFolder(absolute(folder), workspaceRoot),
    exists: (path) => existsSync(absolute(path)),
  };
}

function listFolder(folder: string, workspaceRoot: string): DiskEntry[] {
  // A file holds nothing.
  if (!isFolder(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isSymbolicLink()
        ? linkEntry(entry.name, join(folder, entry.name), workspaceRoot)
        : { name: entry.name, folder: entry.isDirectory() },
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function linkEntry(name: string, path: string, workspaceRoot: string): DiskEntry {
  const text = readlinkSync(path);
  const root = isAbsolute(text)
    ? [workspaceRoot, realpathSync(workspaceRoot)].find((folder) => isBelow(text, folder))
    : undefined;
  const link = root === undefined ? text : relative(dirname(path), join(workspaceRoot, relative(root, text)));
  return { name, folder: isFolder(path), link: link.replaceAll('\\', '/') };
}

function isBelow(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return !below.startsWith('..') && !isAbsolute(below);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // Links in a circle lead nowhere.
    return false;
  }
}

/** A disk that is asked once for everything; for one run, while nothing changes. */
export function rememberingDisk(inner: Disk): Disk {
  const texts = new Map<string, string | undefined>();
  const lists = new Map<string, readonly DiskEntry[]>();
  return {
    read: (file) => {
      if (!texts.has(file)) {
        texts.set(file, inner.read(file));
      }
      return texts.get(file);
    },
    list: (folder) => {
      const known = lists.get(folder) ?? inner.list(folder);
      lists.set(folder, known);
      return known;
    },
    // What a list holds may be a link that leads nowhere; what none holds, in any case of letters, is not there.
    exists: (path) => !isMissing(lists, posix.normalize(path)) && inner.exists(path),
  };
}

function isMissing(lists: ReadonlyMap<string, readonly DiskEntry[]>, path: string): boolean {
  const [folder, wanted] = [posix.dirname(path), posix.basename(path).toLowerCase()];
  return !/^\.*$/.test(wanted) && lists.get(folder)?.some(({ name }) => name.toLowerCase() === wanted) === false;
}

/** A workspace made of texts, for tests and for what another commit held. */
export function memoryDisk(files: Readonly<Record<string, string>>): Disk {
  const paths = Object.keys(files);
  const below = (folder: string): string[] =>
    folder === '.' ? paths : paths.filter((p) => p.startsWith(`${folder}/`)).map((p) => p.slice(folder.length + 1));
  return {
    read: (file) => files[posix.normalize(file)],
    list: (folder) => {
      const entries = new Map(below(posix.normalize(folder)).map((p) => [p.split('/')[0] as string, p.includes('/')]));
      return [...entries]
        .map(([name, isFolder]) => ({ name, folder: isFolder }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    exists: (path) => posix.normalize(path) in files || below(posix.normalize(path)).length > 0,
  };
}

/** Joins workspace-relative paths; the workspace root is `.`. */
export function joinPath(...parts: string[]): string {
  return posix.join(...parts).replace(/(.)\/$/, '$1');
}

/** Orders by workspace-relative folder. */
export function byRoot(a: { readonly root: string }, b: { readonly root: string }): number {
  return a.root < b.root ? -1 : a.root > b.root ? 1 : 0;
}
