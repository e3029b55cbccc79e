/** What the conftest.py files above a project bring into its tests: modules that they import from beside them. */
import { posix } from 'node:path';
import { type Disk, joinPath } from '../project/disk';
import { isBelow } from '../project/settings/paths';
import type { Place } from '../project/settings/types';
import { lineOf } from '../project/toml';
import type { Diagnostic } from '../project/types';
import { placeImports } from './imports/scanner';
import { COMPUTED, readShape, type Shape } from './imports/shapes';
import { foldersAbove } from './layout';

export interface Conftests {
  readonly places: readonly Place[];
  /** What cannot be told without running them. */
  readonly doubts: readonly Diagnostic[];
}

/**
 * pytest puts the folder of a conftest.py on the path (the one around it, where it lies in a package). All modules and
 * packages there can be imported by tests; what conftest.py itself imports is followed wherever it leads.
 * @param root workspace-relative folder of the project
 * @param top workspace-relative folder down from which conftest.py files are loaded
 * @param roots folders of all projects
 */
export function conftestsAbove(root: string, top: string, roots: ReadonlySet<string>, disk: Disk): Conftests {
  const above = foldersAbove(root).filter((folder) => folder !== root && isBelow(folder, top));
  const files = above.map((folder) => joinPath(folder, 'conftest.py')).filter((file) => disk.exists(file));
  const places = new Map<string, Place>();
  const doubts: Diagnostic[] = [];
  const seen = new Set<string>();
  const follow = (file: string, base: string): void => {
    const text = seen.has(file) ? undefined : readFile(file, disk);
    seen.add(file);
    if (text === undefined) {
      return;
    }
    places.set(`${file} file`, { path: file, holds: 'file' });
    const placed = placeImports(Buffer.from(text));
    const computed = placed.filter(({ shape }) => shape === COMPUTED);
    doubts.push(
      ...doubtsOf(
        file,
        text,
        computed.map(({ line }) => line),
      ),
    );
    const named = placed.filter(({ shape }) => shape !== COMPUTED).map(({ shape }) => readShape(shape));
    for (const module of [...named.flatMap((one) => modulesOf(one, file, base)), ...plugins(text, base)]) {
      for (const part of [`${module}.py`, `${module}/__init__.py`]) {
        if (disk.exists(part)) {
          follow(part, base);
        }
      }
    }
  };
  for (const file of files) {
    const base = baseOf(posix.dirname(file), disk);
    follow(file, base);
    for (const place of beside(base, root, roots, disk)) {
      places.set(`${place.path} ${place.holds}`, place);
    }
  }
  return { places: [...places.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), doubts };
}

/** The first folder upwards that is no package. */
function baseOf(folder: string, disk: Disk): string {
  return folder !== '.' && disk.exists(joinPath(folder, '__init__.py')) ? baseOf(posix.dirname(folder), disk) : folder;
}

/** Modules and packages of a folder that belong to no project. */
function beside(base: string, root: string, roots: ReadonlySet<string>, disk: Disk): Place[] {
  return disk.list(base).flatMap(({ name, folder }): Place[] => {
    const path = joinPath(base, name);
    if (!folder) {
      return /\.pyi?$/.test(name) ? [{ path, holds: 'file' }] : [];
    }
    const isOthers = isBelow(root, path) || [...roots].some((other) => isBelow(other, path));
    return !isOthers && disk.exists(joinPath(path, '__init__.py')) ? [{ path, holds: 'modules' }] : [];
  });
}

type Named = Pick<Shape, 'module' | 'level' | 'names'>;

/** Paths without extension of all that an import can mean: each package on the way, and names that may be modules. */
function modulesOf({ module, level, names = [] }: Named, file: string, base: string): string[] {
  const start = level > 0 ? joinPath(posix.dirname(file), ...Array<string>(level - 1).fill('..')) : base;
  const parts = module === '' ? [] : module.split('.');
  const prefixes = parts.map((_, i) => joinPath(start, ...parts.slice(0, i + 1)));
  const whole = prefixes.at(-1) ?? start;
  return [...prefixes, ...names.filter((name) => name !== '*').map((name) => joinPath(whole, name))];
}

/** `pytest_plugins = ["helpers.fixtures"]` */
function plugins(text: string, base: string): string[] {
  const value = /^pytest_plugins\s*(?::[^=\n]*)?=\s*([[(][^\])]*|.*)/m.exec(text)?.[1] ?? '';
  return [...value.matchAll(/["']([\w.]+)["']/g)].flatMap(([, module = '']) =>
    modulesOf({ module, level: 0 }, '', base),
  );
}

function doubtsOf(file: string, text: string, computed: readonly number[]): Diagnostic[] {
  const path = /\bsys\.path\b|\baddsitedir\b/.exec(text)?.[0];
  const lines = [...(path === undefined ? [] : [lineOf(text, path)]), ...computed];
  const [line] = lines;
  return lines.length === 0
    ? []
    : [
        {
          file,
          ...(line === undefined ? {} : { line }),
          message:
            path === undefined
              ? 'it imports what a value says, for the tests of all projects below'
              : `it changes ${path} for the tests of all projects below`,
          fix: 'name the folder in pytest’s setting pythonpath, or import by name: what is found there is then in the key',
        },
      ];
}

function readFile(file: string, disk: Disk): string | undefined {
  try {
    return disk.read(file);
  } catch {
    // A folder of that name, or a file that nobody may read: pytest fails with it as well.
    return undefined;
  }
}
