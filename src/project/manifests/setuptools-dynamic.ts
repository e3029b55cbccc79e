/** `[tool.setuptools.dynamic]`: what setuptools reads from files at build time, Kiln reads too. */
import { type Disk, joinPath } from '../disk';
import { requirementsLines } from '../locks/requirements-lines';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { type Table, tableAt, valueAt } from '../toml';
import type { Requirement } from '../types';
import { type Declared, NOTHING } from './declared';
import { mapTable, oneOrMore } from './report';

/** `undefined` without the table. `attr` is computed and stays out. */
export function readSetuptoolsDynamic(toml: Table, root: string, disk: Disk): Declared | undefined {
  if (valueAt(toml, 'tool', 'setuptools', 'dynamic') === undefined) {
    return undefined;
  }
  const table = tableAt(toml, 'tool', 'setuptools', 'dynamic');
  const files: string[] = [];
  const read = (value: unknown): string => {
    const named = oneOrMore(valueAt(value, 'file')).map((name) => joinPath(root, name.replaceAll('\\', '/')));
    const inside = named.filter((file) => !file.startsWith('..') && !file.startsWith('/') && disk.exists(file));
    files.push(...inside);
    return inside.map((file) => disk.read(file) ?? '').join('\n');
  };
  const list = (value: unknown): Requirement[] =>
    requirementsLines(read(value)).flatMap(({ text }) => parseRequirement(text) ?? []);
  const version = read(table.version).trim();
  const optional = mapTable(tableAt(table, 'optional-dependencies'), list);
  return {
    ...NOTHING,
    ...(version ? { version } : {}),
    dependencies: list(table.dependencies),
    optionalDependencies: Object.fromEntries(Object.entries(optional).map(([k, v]) => [normalizeName(k), v])),
    files,
  };
}
