import { posix } from 'node:path';
import { matchGlob } from './globs';
import type { PythonProject } from './types';

/** What never belongs to a product, wherever it lies below a source folder. */
const EXCLUDED = [
  '**/__pycache__/**',
  '**/*.pyc',
  '**/*.pyo',
  '**/*.egg-info/**',
  '**/.pytest_cache/**',
  '**/.venv/**',
];

/** Characters that mean something in a pattern. */
const PATTERN_CHARACTERS = /[()[\]{}*?|]/g;

/** The path itself as a pattern: each special character becomes a class of one. */
export function literal(path: string): string {
  return path.replace(PATTERN_CHARACTERS, (c) => `[${c}]`);
}

/**
 * Patterns, relative to the project's folder, of the files that `build` and `bytecode` take. The cache key and the
 * stages use the same list, so a file is in an artefact exactly if it is in the key.
 * @param pythonRoots workspace-relative folders of Python projects; those inside this one are not part of it
 */
export function productPatterns(
  { root, modules }: Pick<PythonProject, 'root' | 'modules'>,
  pythonRoots: readonly string[] = [],
): {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
} {
  const include = modules.map(({ path, kind }) => {
    const relative = literal(posix.relative(root, path));
    return kind === 'module' ? relative : relative === '' ? '**/*' : `${relative}/**/*`;
  });
  const inside = pythonRoots.filter((other) => modules.some(({ path }) => other.startsWith(`${path}/`)));
  return { include: [...new Set(include)].sort(), exclude: productExcludes(root, inside) };
}

/**
 * Patterns, relative to a folder, of what below it belongs to no product: caches, and Python projects of their own.
 * @param folder workspace-relative: a project's or a module's
 */
export function productExcludes(folder: string, pythonRoots: readonly string[]): string[] {
  const inside = pythonRoots.map((root) => posix.relative(folder, root)).filter((r) => r !== '' && !r.startsWith('..'));
  return [...EXCLUDED, ...inside.sort().map((root) => `${literal(root)}/**`)];
}

const EXCLUDES = EXCLUDED.map((pattern) => matchGlob(pattern));

/** Whether a file below a module, or a folder with all that it holds, can be part of a product. */
export function isProduct(path: string): boolean {
  return !EXCLUDES.some((excluded) => excluded(path) || excluded(`${path}/x`));
}
