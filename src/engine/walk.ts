/** Walks a folder without following links. */
import { type Dirent, readdirSync } from 'node:fs';

export interface Walked {
  /** Relative, `/` separated. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'other';
}

/**
 * Everything below a folder that is no folder, in the order of the disk.
 * @param enter asked for every folder by its relative path; false leaves it out
 * @throws what Node throws when a folder cannot be read
 */
export function walk(folder: string, enter: (path: string) => boolean = () => true): Walked[] {
  const found: Walked[] = [];
  const todo = [''];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const prefix = at === '' ? '' : `${at}/`;
    for (const entry of readdirSync(`${folder}/${at}`, { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (!entry.isDirectory()) {
        found.push({ path, kind: kindOf(entry) });
      } else if (enter(path)) {
        todo.push(path);
      }
    }
  }
  return found;
}

function kindOf(entry: Dirent): Walked['kind'] {
  return entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
}
