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

/**
 * Patterns, relative to the project's folder, of the files that `build` and `bytecode` take. The cache key and the
 * stages use the same list, so a file is in an artefact exactly if it is in the key.
 */
export function productPatterns(project: Pick<PythonProject, 'root' | 'modules'>): {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
} {
  const include = project.modules.map(({ path, kind }) => {
    const relative = posix.relative(project.root, path);
    return kind === 'module' ? relative : `${relative}/**/*`;
  });
  return { include: [...new Set(include)].sort(), exclude: EXCLUDED };
}

const EXCLUDES = EXCLUDED.map((pattern) => matchGlob(pattern));

/** Whether a file below a module, or a folder with all that it holds, can be part of a product. */
export function isProduct(path: string): boolean {
  return !EXCLUDES.some((excluded) => excluded(path) || excluded(`${path}/x`));
}
