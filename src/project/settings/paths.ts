/** Where a path that settings name leads. Pure but for the folders that a pattern is matched against. */
import { posix } from 'node:path';
import { joinPath } from '../disk';
import { matchGlob } from '../globs';
import type { SettingsFiles } from './files';

/** Workspace-relative path, or why it cannot be told. */
export type Target = { readonly path: string } | { readonly doubt: string };

const GLOB = /[*?[]/;

/**
 * A path without patterns.
 * @param from workspace-relative folder that it begins at
 */
export function targetOf(text: string, from: string): Target {
  const written = text.trim().replaceAll('\\', '/');
  if (/[$%]|^~/.test(written)) {
    return { doubt: 'what it leads to depends on variables or on the user’s home' };
  }
  if (/^([a-z]:)?\//i.test(written)) {
    return { doubt: 'an absolute path means something on one machine only' };
  }
  const path = joinPath(from, written);
  return isOutside(path) ? { doubt: 'it leads out of the workspace' } : { path: path === '' ? '.' : path };
}

/** The part of a path in front of its first pattern: `../libs/py-*` → `../libs`. */
export function withoutPattern(text: string): string {
  const segments = text.trim().replaceAll('\\', '/').split('/');
  const at = segments.findIndex((segment) => GLOB.test(segment));
  return at < 0 ? text : segments.slice(0, at).join('/') || (text.startsWith('/') ? '/' : '.');
}

export function hasPattern(text: string): boolean {
  return GLOB.test(text);
}

/**
 * Folders that a pattern means, and those that had to be looked at to know; `undefined` for `**`, which can mean any.
 * @param pattern workspace-relative
 */
export function foldersOf(pattern: string, files: SettingsFiles): readonly string[] | undefined {
  const segments = pattern.split('/');
  if (segments.includes('**')) {
    return undefined;
  }
  let folders = ['.'];
  const looked: string[] = [];
  for (const segment of segments) {
    if (GLOB.test(segment)) {
      const fits = matchGlob(segment);
      looked.push(...folders);
      folders = folders.flatMap((folder) =>
        files
          .list(folder)
          .filter(({ name, folder: isFolder }) => isFolder && fits(name))
          .map(({ name }) => joinPath(folder, name)),
      );
    } else {
      folders = folders.map((folder) => joinPath(folder, segment));
    }
  }
  return [...looked, ...folders];
}

export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || path.startsWith('/');
}

/** Whether a path is a folder or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Of the file itself. */
export function folderOf(file: string): string {
  return posix.dirname(file);
}
