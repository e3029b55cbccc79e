/** Reads the workspace for the project room; tests give a map instead of a folder. Paths are workspace-relative with `/`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

export interface DiskEntry {
  readonly name: string;
  readonly folder: boolean;
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
    list: (folder) => listFolder(absolute(folder)),
    exists: (path) => existsSync(absolute(path)),
  };
}

function listFolder(folder: string): DiskEntry[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({
      name: entry.name,
      folder:
        entry.isDirectory() ||
        (entry.isSymbolicLink() &&
          statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
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
