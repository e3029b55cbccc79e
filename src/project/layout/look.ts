/** What folders hold that Python can import. */
import { type Disk, joinPath } from '../disk';
import type { ModuleRoot } from '../types';

/** What a search sees, and how much of it. */
export interface Look {
  readonly disk: Disk;
  readonly isProject: (folder: string) => boolean;
  /** Folders that may still be listed: links that lead in circles end here. */
  readonly budget: { left: number };
}

/** Folders of a flat project that are never the product (setuptools' list of automatic discovery, shortened). */
const NOT_PRODUCT = new Set(
  'bench benchmark benchmarks build ci debian dist doc docs documentation e2e etc example examples htmlcov htmldocs manpages misc news newsfragments node_modules notebooks requirements scripts site-packages task tasks test testing tests tool tools venv env www'.split(
    ' ',
  ),
);
const NOT_MODULE = new Set(['setup.py', 'conftest.py', 'noxfile.py', 'fabfile.py', 'tasks.py', 'dodo.py', 'manage.py']);
/** A namespace deeper than this is a loop of links. */
const MAX_DEPTH = 6;
export const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function isDotted(name: string): boolean {
  return name.split('.').every((part) => IDENTIFIER.test(part));
}

/** Packages, PEP 420 portions and single modules directly below a folder that is on `sys.path`. */
export function modulesIn(look: Look, sourceRoot: string, flat: boolean): ModuleRoot[] {
  return look.disk
    .list(sourceRoot)
    .flatMap(({ name, folder }): ModuleRoot[] => {
      const path = joinPath(sourceRoot, name);
      if (folder) {
        const usable = isPackageName(name) && !(flat && NOT_PRODUCT.has(name)) && !look.isProject(path);
        return usable ? packagesIn(look, path, name, sourceRoot) : [];
      }
      const module = /^(.+)\.py$/.exec(name)?.[1];
      return module && IDENTIFIER.test(module) && !(flat && (NOT_MODULE.has(name) || /^test_|_test$/.test(module)))
        ? [{ name: module, path, kind: 'module', sourceRoot }]
        : [];
    })
    .sort(byName);
}

/** A folder with `__init__.py` is a package; one without is a namespace whose portions are named one by one. */
function packagesIn(look: Look, path: string, name: string, sourceRoot: string): ModuleRoot[] {
  const { disk, budget } = look;
  if (hasInit(disk, path)) {
    return [{ name, path, kind: 'package', sourceRoot }];
  }
  budget.left -= 1;
  if (budget.left < 0 || name.split('.').length > MAX_DEPTH) {
    return [];
  }
  const entries = disk.list(path);
  // Modules lie directly in it: the folder itself is the portion.
  if (entries.some((entry) => !entry.folder && entry.name.endsWith('.py'))) {
    return [{ name, path, kind: 'namespace', sourceRoot }];
  }
  return entries.flatMap((entry) => {
    const below = joinPath(path, entry.name);
    const usable = entry.folder && isPackageName(entry.name);
    // A project of its own has its own manifest.
    return usable && !look.isProject(below) ? packagesIn(look, below, `${name}.${entry.name}`, sourceRoot) : [];
  });
}

export function isPackageName(name: string): boolean {
  return IDENTIFIER.test(name) && name !== '__pycache__';
}

export function hasInit(disk: Disk, path: string): boolean {
  return ['__init__.py', '__init__.pyi'].some((file) => disk.exists(joinPath(path, file)));
}

export function byName(a: ModuleRoot, b: ModuleRoot): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
