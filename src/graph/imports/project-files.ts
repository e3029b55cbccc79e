/** Python files of a project as its imports need them: packages, tests, names beside the product. */
import { posix } from 'node:path';
import type { PythonProject } from '../../project/types';

const TEST_FOLDER = /(^|\/)(tests?|testing)\//;
const TEST_FILE = /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

/** `.pyi` files say what type checkers need. */
export function isPython(file: string): boolean {
  return /\.pyi?$/.test(file);
}

/** Dotted package that a file of the project's modules is in; `undefined` for tests beside them, scripts, settings. */
export function packageOf(file: string, { modules }: PythonProject): string | undefined {
  const root = modules.find(({ path }) => file === path || file.startsWith(`${path}/`));
  if (!root) {
    return undefined;
  }
  const folder = posix.dirname(root.sourceRoot === '.' ? file : file.slice(root.sourceRoot.length + 1));
  return folder === '.' ? '' : folder.replaceAll('/', '.');
}

/** Whether a file ships: it is in one of the modules and no test. */
export function isProduct(file: string, project: PythonProject): boolean {
  const root = project.root === '.' ? file : file.slice(project.root.length + 1);
  return packageOf(file, project) !== undefined && !TEST_FOLDER.test(root) && !TEST_FILE.test(root);
}

/** Every folder's and file's name below the project: what scripts and test runners may put on the path. */
export function looseNames(files: readonly string[], root: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files) {
    const parts = (root === '.' ? file : file.slice(root.length + 1)).split('/');
    for (const part of parts) {
      names.add(part);
    }
    names.add((parts[parts.length - 1] as string).replace(/\.pyi?$/, ''));
  }
  return names;
}
