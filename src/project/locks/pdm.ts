import { posix } from 'node:path';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import { stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Lock, LockedDependency, LockedPackage, LockReader } from '../types';
import { normalizeSpecifier } from '../versions';
import {
  assertFormat,
  gitSource,
  type LockedFile,
  list,
  packageTables,
  sortFiles,
  subdirectoryOf,
  texts,
} from './fields';
import { FILES, parseLock } from './file-lists';

const COMMAND = 'pdm lock';

/** Reads pdm.lock, formats 4.x. An entry with extras (`requests[socks]`) stands beside the one without. */
export const pdmLock = {
  manager: 'pdm',
  roots: 'manifest',
  matches: (file) => posix.basename(file) === 'pdm.lock',
  read: readPdmLock,
} as const satisfies LockReader;

function readPdmLock(file: string, text: string): Lock {
  const { toml, filesOf } = parseLock(file, text, COMMAND, FILES);
  const metadata = tableAt(toml, 'metadata');
  assertFormat({ file, found: metadata.lock_version, newest: 4, command: COMMAND });
  const requiresPython = requiresPythonOf(metadata);
  const entries = packageTables(toml.package, file, COMMAND).map(({ name, table }) => ({
    name,
    table,
    extras: texts(table.extras).map(normalizeName),
  }));
  // Formats before 4.3 list the files of all packages at the end, by name and version.
  const files = tableAt(metadata, 'files');
  const plain = entries.filter(({ extras }) => extras.length === 0);
  const asked = plain.length < entries.length ? entries.filter(({ extras }) => extras.length > 0) : [];
  return {
    file,
    root: posix.dirname(file),
    manager: 'pdm',
    roots: 'manifest',
    ...(requiresPython ? { requiresPython } : {}),
    ...(Array.isArray(metadata.groups) ? { coversGroups: texts(metadata.groups).map(normalizeName) } : {}),
    packages: plain.map(({ name, table }) => ({
      ...readPackage(name, table, filesOf(filesAt(table, files))),
      optionalDependencies: readExtras(
        asked.filter((other) => other.name === name && stringAt(other.table, 'version') === stringAt(table, 'version')),
      ),
    })),
  };
}

/** Of a lock for several targets what the first one says: all stand for the same `requires-python`. */
function requiresPythonOf(metadata: Table): string | undefined {
  const written = stringAt(list(metadata.targets)[0], 'requires_python') ?? stringAt(metadata, 'requires_python');
  return written === undefined ? undefined : normalizeSpecifier(written);
}

/** In the entry, or at the end of the lock. */
function filesAt(table: Table, files: Table): unknown {
  return table.files ?? valueAt(files, `${stringAt(table, 'name')} ${stringAt(table, 'version')}`);
}

function readPackage(name: string, table: Table, files: readonly LockedFile[]): LockedPackage {
  const version = stringAt(table, 'version');
  const marker = stringAt(table, 'marker');
  return {
    name,
    ...(version === undefined ? {} : { version }),
    source: readSource(table),
    ...sortFiles(files),
    ...(marker === undefined ? {} : { markers: [marker] }),
    dependencies: readDependencies(table.dependencies),
    optionalDependencies: {},
    groups: {},
  };
}

function readSource(table: Table): LockedPackage['source'] {
  const [path, git, url] = ['path', 'git', 'url'].map((key) => stringAt(table, key));
  const subdirectory = stringAt(table, 'subdirectory');
  if (git !== undefined) {
    return gitSource(git, stringAt(table, 'revision'), subdirectory);
  }
  if (path !== undefined) {
    return { kind: /\.(whl|zip|tar\.\w+|tgz)$/.test(path) ? 'path' : 'workspace', path };
  }
  return url === undefined ? { kind: 'registry', url: '' } : { kind: 'url', url, ...subdirectoryOf(subdirectory) };
}

/** What each extra adds. An entry for several extras at once counts for those that have none of their own. */
function readExtras(
  entries: readonly { table: Table; extras: readonly string[] }[],
): Record<string, LockedDependency[]> {
  const single = new Set(entries.flatMap(({ extras }) => (extras.length === 1 ? extras : [])));
  const lists = new Map<string, LockedDependency[]>();
  for (const { table, extras } of entries) {
    for (const extra of extras.filter((name) => extras.length === 1 || !single.has(name))) {
      lists.set(extra, [...(lists.get(extra) ?? []), ...readDependencies(table.dependencies)]);
    }
  }
  return Object.fromEntries(lists);
}

/** Texts of PEP 508; in formats before 4.0 tables were possible, which nothing writes any more. */
function readDependencies(value: unknown): LockedDependency[] {
  return texts(value).flatMap((text) => {
    const parsed = parseRequirement(text);
    return parsed
      ? [
          {
            name: parsed.name,
            extras: parsed.extras,
            ...(parsed.specifier ? { specifier: parsed.specifier } : {}),
            ...(parsed.marker === undefined ? {} : { marker: parsed.marker }),
          },
        ]
      : [];
  });
}
