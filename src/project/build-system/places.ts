/** Paths and patterns of build settings as patterns of Kiln, relative to the project's folder. */
import { type Disk, joinPath } from '../disk';
import { literal } from '../product-files';

export interface Place {
  /** Workspace-relative folder of the project. */
  readonly root: string;
  readonly disk: Disk;
}

/** A file, or a folder with all that it holds, by its plain path. */
export function pathPatterns(path: string, { root, disk }: Place): string[] {
  const normal = normalize(path);
  if (normal === '' || normal === '.') {
    return ['**/*'];
  }
  return disk.list(joinPath(root, normal)).length > 0 ? [`${literal(normal)}/**/*`] : [literal(normal)];
}

/** What Python's glob takes: stars and classes mean the same, alternatives mean themselves. */
export function globPatterns(pattern: string, place: Place): string[] {
  const normal = normalize(pattern);
  if (!/[*?[]/.test(normal)) {
    return pathPatterns(normal, place);
  }
  const escaped = escape(normal);
  // A pattern may name folders: they come with all that they hold.
  return /\.\w+$/.test(escaped) || escaped.endsWith('**/*') ? [escaped] : [escaped, `${escaped}/**/*`];
}

/** What .gitignore's language takes: without a slash it counts at any depth; what leaves out adds nothing. */
export function gitPatterns(pattern: string, place: Place): string[] {
  if (pattern.startsWith('!') || pattern.trim() === '') {
    return [];
  }
  const normal = normalize(pattern.replace(/^\/+/, ''));
  const anchored = pattern.startsWith('/') || normal.includes('/');
  if (anchored) {
    return globPatterns(normal, place);
  }
  const anywhere = `**/${escape(normal)}`;
  return [anywhere, `${anywhere}/**/*`];
}

function normalize(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
}

function escape(pattern: string): string {
  return pattern.replace(/[(){}|]/g, (c) => `[${c}]`);
}
