import { posix } from 'node:path';
import { poetrySpecifier } from '../manifests/poetry-constraint';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Lock, LockedDependency, LockedPackage, LockReader } from '../types';
import {
  assertFormat,
  gitSource,
  type LockedFile,
  mapValues,
  packageTables,
  sortFiles,
  subdirectoryOf,
  texts,
} from './fields';
import { FILES, parseLock } from './file-lists';

const COMMAND = 'poetry lock';

/** Reads poetry.lock of poetry 1 (formats 1.x, 2.0) and 2 (2.1). */
export const poetryLock = {
  manager: 'poetry',
  roots: 'manifest',
  matches: (file) => posix.basename(file) === 'poetry.lock',
  read: readPoetryLock,
} as const satisfies LockReader;

function readPoetryLock(file: string, text: string): Lock {
  const { toml, filesOf } = parseLock(file, text, COMMAND, FILES);
  assertFormat({ file, found: valueAt(toml, 'metadata', 'lock-version'), newest: 2, oldest: 1, command: COMMAND });
  const requiresPython = poetrySpecifier(stringAt(toml, 'metadata', 'python-versions') ?? '');
  // Format 1 lists the files of all packages at the end.
  const files = mapValues(tableAt(toml, 'metadata', 'files'), (value) => value);
  return {
    file,
    root: posix.dirname(file),
    manager: 'poetry',
    roots: 'manifest',
    ...(requiresPython ? { requiresPython } : {}),
    packages: packageTables(toml.package, file, COMMAND).map(({ name, table }) =>
      readPackage(name, table, filesOf(table.files ?? (Object.hasOwn(files, name) ? files[name] : undefined))),
    ),
  };
}

function readPackage(name: string, table: Table, files: readonly LockedFile[]): LockedPackage {
  const version = stringAt(table, 'version');
  const source = readSource(tableAt(table, 'source'));
  const entries = Object.entries(tableAt(table, 'dependencies')).flatMap(([key, value]) =>
    // Several tables: one per marker.
    (Array.isArray(value) ? value : [value]).map((one) => ({
      edge: readDependency(key, one),
      optional: valueAt(one, 'optional') === true,
    })),
  );
  return {
    name,
    ...(version === undefined ? {} : { version }),
    source,
    ...sortFiles(files),
    ...markersOf(table),
    dependencies: entries.flatMap(({ edge, optional }) => (optional ? [] : [edge])),
    optionalDependencies: mapValues(tableAt(table, 'extras'), (value) =>
      texts(value).flatMap((text) => extraDependencies(text, entries)),
    ),
    groups: {},
  };
}

function readSource(source: Table): LockedPackage['source'] {
  const url = stringAt(source, 'url') ?? '';
  const subdirectory = stringAt(source, 'subdirectory');
  switch (stringAt(source, 'type')) {
    case 'directory':
      return { kind: 'workspace', path: url };
    case 'file':
      return { kind: 'path', path: url };
    case 'git':
      return gitSource(url, stringAt(source, 'resolved_reference'), subdirectory);
    case 'url':
      return { kind: 'url', url, ...subdirectoryOf(subdirectory) };
    default:
      return { kind: 'registry', url };
  }
}

/** One text, or one per group; a group without one needs the package always. */
function markersOf(table: Table): { markers?: string[] } {
  const value = table.markers;
  const byGroup = isTable(value) ? texts(table.groups).map((group) => stringAt(value, group)) : [value];
  const markers = byGroup.filter((marker): marker is string => typeof marker === 'string');
  return markers.length > 0 && markers.length === byGroup.length ? { markers: markers.map(withoutExtras) } : {};
}

/** Which extras are asked for is followed from edge to edge; the marker's part of it is always true there. */
function withoutExtras(marker: string): string {
  return marker.replace(/\bextra\s*==\s*(?:"[^"]*"|'[^']*')/g, "python_version >= '0'");
}

function readDependency(name: string, value: unknown): LockedDependency {
  const specifier = poetrySpecifier(typeof value === 'string' ? value : (stringAt(value, 'version') ?? ''));
  const marker = stringAt(value, 'markers');
  return {
    name: normalizeName(name),
    extras: texts(valueAt(value, 'extras')).map(normalizeName),
    ...(specifier ? { specifier } : {}),
    ...(marker === undefined ? {} : { marker: withoutExtras(marker) }),
  };
}

/** `PySocks (>=1.5.6)`: the table of dependencies knows its markers. */
function extraDependencies(text: string, entries: readonly { edge: LockedDependency }[]): LockedDependency[] {
  const parsed = parseRequirement(text);
  const name = parsed?.name ?? normalizeName(/^[\w.-]*/.exec(text.trim())?.[0] ?? '');
  const known = entries.filter(({ edge }) => edge.name === name).map(({ edge }) => edge);
  if (known.length > 0) {
    return known.map((edge) => ({ ...edge, extras: [...new Set([...edge.extras, ...(parsed?.extras ?? [])])] }));
  }
  return name === ''
    ? []
    : [
        {
          name,
          extras: parsed?.extras ?? [],
          ...(parsed?.specifier ? { specifier: parsed.specifier } : {}),
          ...(parsed?.marker === undefined ? {} : { marker: withoutExtras(parsed.marker) }),
        },
      ];
}
