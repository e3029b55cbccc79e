/** What setuptools is told about packages, in pyproject.toml, setup.cfg or setup.py. */

import { oneOrMore, strings } from '../manifests/report';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Claim } from './claims';

export interface SetuptoolsLayout {
  /** Dotted names. */
  readonly packages?: readonly string[];
  readonly find?: {
    readonly where: readonly string[];
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly namespaces: boolean;
  };
  /** Folder by package; `''` is that of all others. */
  readonly packageDir: Readonly<Record<string, string>>;
  readonly modules: readonly string[];
}

/** `[tool.setuptools]`. */
export function setuptoolsTable(toml: Table): readonly Claim[] | undefined {
  const table = tableAt(toml, 'tool', 'setuptools');
  const find = valueAt(table, 'packages', 'find');
  return setuptoolsClaims(
    {
      ...(Array.isArray(table.packages) ? { packages: strings(table.packages) } : {}),
      ...(isTable(find)
        ? {
            find: {
              where: oneOrMore(find.where),
              include: strings(find.include),
              exclude: strings(find.exclude),
              namespaces: find.namespaces !== false,
            },
          }
        : {}),
      packageDir: textsOf(tableAt(table, 'package-dir')),
      modules: strings(table['py-modules']),
    },
    '[tool.setuptools]',
  );
}

export function textsOf(table: Table): Record<string, string> {
  return Object.fromEntries(
    Object.keys(table).flatMap((key) => {
      const value = stringAt(table, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** `undefined` where nothing is said: setuptools then looks for itself. */
export function setuptoolsClaims(
  { packages, find, packageDir, modules }: SetuptoolsLayout,
  by: string,
): readonly Claim[] | undefined {
  const dirs = new Map(Object.entries(packageDir));
  const root = dirs.get('') || '.';
  const single = modules.map((name): Claim => ({ kind: 'module', name, sourceRoot: root, by }));
  if (packages) {
    const named = packages.filter((name) => !name.endsWith('-stubs')).map((name) => packageClaim(name, dirs, by));
    return [...named, ...single];
  }
  if (find) {
    const where = find.where.length > 0 ? find.where : [root];
    const found = where.map((folder): Claim => ({ ...find, kind: 'find', where: folder }));
    return [...found, ...elsewhere(dirs, by), ...single];
  }
  if (single.length > 0) {
    return single;
  }
  const named = elsewhere(dirs, by);
  const folder: Claim[] = dirs.has('') ? [{ kind: 'folder', sourceRoot: root }] : [];
  return named.length + folder.length > 0 ? [...folder, ...named] : undefined;
}

/** The nearest folder that `package-dir` names for it or a parent of it. */
function packageClaim(name: string, dirs: ReadonlyMap<string, string>, by: string): Claim {
  const parts = name.split('.');
  for (let depth = parts.length; depth > 0; depth -= 1) {
    const folder = dirs.get(parts.slice(0, depth).join('.'));
    if (folder !== undefined) {
      return moved(name, [folder, ...parts.slice(depth)].join('/'), by);
    }
  }
  return { kind: 'module', name, sourceRoot: dirs.get('') || '.', by };
}

function elsewhere(dirs: ReadonlyMap<string, string>, by: string): Claim[] {
  return [...dirs].flatMap(([name, folder]) => (name === '' ? [] : [moved(name, folder, by)]));
}

/** Where the folder is called like the package, its parent is what stands on `sys.path`. */
function moved(name: string, path: string, by: string): Claim {
  const normal = path.replace(/\/+$/, '').replace(/^\.\//, '');
  const tail = name.replaceAll('.', '/');
  const sourceRoot = normal === tail ? '.' : normal.endsWith(`/${tail}`) ? normal.slice(0, -tail.length - 1) : normal;
  return { kind: 'module', name, sourceRoot, path: normal, by };
}
