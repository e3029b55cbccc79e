/**
 * How each tool is told to leave folders alone: those at that place only, not others of the same name further down, and
 * whatever characters are in their names. Folders are relative to the project's. Pure.
 */
import type { ToolFacts } from './types';

/** For `extend-exclude` of ruff: a pattern without a slash would count at every depth. */
export function ruffPatterns(excluded: readonly string[]): string[] {
  return excluded.map((folder) => `./${folder.replace(/[*?[\]{}!]/g, '[$&]')}`);
}

/** For `--extend-exclude` of flake8, which splits at commas and spaces and knows no escape. */
export function flake8Patterns(excluded: readonly string[]): string {
  return excluded.map((folder) => `./${folder.replace(/[\s,*?[\]!]/g, '?')}`).join(',');
}

/**
 * For `--force-exclude` of black, which sees paths from a root of its own.
 * @param place the project's folder in that root; empty where it is the root
 */
export function blackPattern(excluded: readonly string[], place: string): string {
  return `^/${place === '' ? '' : `${expression(place)}/`}(${excluded.map(expression).join('|')})/`;
}

/** For `--exclude` of mypy. */
export function mypyPattern(excluded: readonly string[]): string {
  return `^(${excluded.map(expression).join('|')})(/|$)`;
}

/** For `--exclude` of ty, which refuses spaces and the like unless they are escaped. */
export function tyPatterns(excluded: readonly string[]): string[] {
  return excluded.map((folder) => `./${folder.replace(/[^\w./-]/gu, '\\$&')}/`);
}

/**
 * For tools that cannot leave anything out: everything else, in as few words as possible.
 * @returns folders and files; `.` where nothing is excluded
 */
export function allBut(excluded: readonly string[], list: ToolFacts['list']): string[] {
  if (excluded.length === 0) {
    return ['.'];
  }
  const visit = (folder: string): string[] =>
    list(folder).flatMap(({ name, isFolder }) => {
      const path = folder === '.' ? name : `${folder}/${name}`;
      if (excluded.includes(path) || name.startsWith('.') || UNWANTED.includes(name)) {
        return [];
      }
      if (!isFolder) {
        return /\.pyi?$/.test(name) ? [path] : [];
      }
      return excluded.some((other) => other.startsWith(`${path}/`)) ? visit(path) : [path];
    });
  return visit('.');
}

/** What pyright leaves out by itself. */
const UNWANTED = ['node_modules', '__pycache__'];

/** As a regular expression of Python's. */
function expression(path: string): string {
  return path.replace(/[^\w/-]/gu, '\\$&');
}
