/** Finds what a project provides for import, from its build settings or, without any, from what its folder holds. */
import { type Disk, joinPath } from './disk';
import type { Report } from './manifests/pyproject';
import { normalizeName } from './names';
import { type Table, tableAt, valueAt } from './toml';
import type { ModuleRoot } from './types';

interface LayoutRequest {
  readonly toml: Table;
  readonly root: string;
  readonly name: string;
  readonly disk: Disk;
  readonly report: Report;
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
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Modules of the project, sorted by name; empty for a project that provides none. */
export function findModules(request: LayoutRequest): ModuleRoot[] {
  const { toml, root, disk } = request;
  const uvBackend = tableAt(toml, 'tool', 'uv', 'build-backend');
  const names = moduleNames(uvBackend['module-name']);
  if (names.length > 0 || uvBackend['module-root'] !== undefined) {
    return configuredModules(request, uvBackend, names);
  }
  const src = joinPath(root, 'src');
  const found = disk.exists(src) ? modulesIn(disk, src, false) : [];
  return found.length > 0 ? found : flatModules(request);
}

/** A text or a list of texts; both are forms that uv documents. */
function moduleNames(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((name): name is string => typeof name === 'string');
}

/** `[tool.uv.build-backend]`: `module-name` may be dotted (a namespace portion), `module-root` is `src` unless set. */
function configuredModules({ name, root, disk, report }: LayoutRequest, table: Table, names: string[]): ModuleRoot[] {
  const moduleRoot = typeof table['module-root'] === 'string' ? table['module-root'] : 'src';
  const sourceRoot = joinPath(root, moduleRoot);
  const wanted = names.length > 0 ? names : [normalizeName(name).replaceAll('-', '_')];
  return wanted
    .flatMap((module): ModuleRoot[] => {
      const path = joinPath(sourceRoot, ...module.split('.'));
      if (!disk.exists(path)) {
        report(`[tool.uv.build-backend]: the module '${module}' is not there, looked for ${path}`, module);
        return [];
      }
      const kind = table.namespace === true || !hasInit(disk, path) ? 'namespace' : 'package';
      return [{ name: module, path, kind, sourceRoot }];
    })
    .sort(byName);
}

/** Without `src`, what is named like the project counts; else everything that does not look like something else. */
function flatModules({ name, root, disk, toml }: LayoutRequest): ModuleRoot[] {
  const found = modulesIn(disk, root, true);
  const own = normalizeName(name);
  const named = found.filter((module) => normalizeName(module.name) === own);
  // The root of a workspace that is no package must not swallow what lies below it.
  const isHub = root === '.' || valueAt(toml, 'tool', 'uv', 'workspace') !== undefined;
  return named.length > 0 || (isHub && valueAt(toml, 'build-system') === undefined) ? named : found;
}

/** Packages, PEP 420 portions and single modules directly below a folder that is on `sys.path`. */
function modulesIn(disk: Disk, sourceRoot: string, flat: boolean): ModuleRoot[] {
  return disk
    .list(sourceRoot)
    .flatMap(({ name, folder }): ModuleRoot[] => {
      const path = joinPath(sourceRoot, name);
      if (folder) {
        const usable = IDENTIFIER.test(name) && name !== '__pycache__' && !(flat && NOT_PRODUCT.has(name));
        return usable ? packagesIn(disk, path, name, sourceRoot) : [];
      }
      const module = /^(.+)\.py$/.exec(name)?.[1];
      return module && IDENTIFIER.test(module) && !(flat && NOT_MODULE.has(name))
        ? [{ name: module, path, kind: 'module', sourceRoot }]
        : [];
    })
    .sort(byName);
}

/** A folder with `__init__.py` is a package; one without is a namespace whose portions are named one by one. */
function packagesIn(disk: Disk, path: string, name: string, sourceRoot: string): ModuleRoot[] {
  if (hasInit(disk, path)) {
    return [{ name, path, kind: 'package', sourceRoot }];
  }
  if (name.split('.').length > MAX_DEPTH) {
    return [];
  }
  const entries = disk.list(path);
  // Modules lie directly in it: the folder itself is the portion.
  if (entries.some((entry) => !entry.folder && entry.name.endsWith('.py'))) {
    return [{ name, path, kind: 'namespace', sourceRoot }];
  }
  return entries.flatMap((entry) => {
    const below = joinPath(path, entry.name);
    const usable = entry.folder && IDENTIFIER.test(entry.name) && entry.name !== '__pycache__';
    // A project of its own has its own manifest.
    return usable && !disk.exists(joinPath(below, 'pyproject.toml'))
      ? packagesIn(disk, below, `${name}.${entry.name}`, sourceRoot)
      : [];
  });
}

function hasInit(disk: Disk, path: string): boolean {
  return ['__init__.py', '__init__.pyi'].some((file) => disk.exists(joinPath(path, file)));
}

function byName(a: ModuleRoot, b: ModuleRoot): number {
  return a.name < b.name ? -1 : 1;
}
