import { posix } from 'node:path';
import type { Disk } from '../disk';
import { groupOfFile, isPylock, lockFilesIn } from '../lock-files';
import { sourceText } from '../lock-source';
import { normalizeName } from '../names';
import { isTable, parseToml, stringAt, type Table, tableAt } from '../toml';
import type { Lock, LockedDependency, LockedPackage, LockReader } from '../types';
import {
  assertFormat,
  gitSource,
  type LockedFile,
  list,
  packageTables,
  readFileEntry,
  subdirectoryOf,
  texts,
} from './fields';

const COMMAND = 'uv export --format pylock.toml';

/** Reads pylock.toml and pylock.<name>.toml (PEP 751). Those of one folder are one lock. */
export const pylock = {
  manager: 'pylock',
  roots: 'none',
  matches: isPylock,
  read: readPylocks,
} as const satisfies LockReader;

function readPylocks(file: string, text: string, disk: Disk): Lock {
  const root = posix.dirname(file);
  const siblings = lockFilesIn(root, disk).find(({ manager }) => manager === 'pylock')?.files ?? [];
  const [main, ...more] = [file, ...siblings.filter((other) => other !== file)].map((path) =>
    readPylock(path, path === file ? text : (disk.read(path) ?? '')),
  );
  if (!main || more.length === 0) {
    return main as Lock;
  }
  return { ...main, includes: siblings.filter((other) => other !== file), packages: merge([main, ...more]) };
}

function readPylock(file: string, text: string): Lock {
  const toml = parseToml(file, text, 'LOCK_INVALID', 'make it again with the tool that wrote it');
  assertFormat({ file, found: toml['lock-version'], newest: 1, command: COMMAND });
  const requiresPython = stringAt(toml, 'requires-python');
  return {
    file,
    root: posix.dirname(file),
    manager: 'pylock',
    roots: 'none',
    ...(requiresPython ? { requiresPython } : {}),
    defaultGroups: texts(toml['default-groups']).map(normalizeName),
    packages: packageTables(toml.packages, file, COMMAND).map(({ name, table }) => readPackage(name, table)),
  };
}

/** Each file's packages with the group of its name; the same package in several files is one that is in several groups. */
function merge(locks: readonly Lock[]): LockedPackage[] {
  const merged = new Map<string, LockedPackage>();
  for (const { file, packages } of locks) {
    for (const entry of packages) {
      const key = `${entry.name} ${entry.version} ${sourceText(entry)} ${entry.markers ?? ''}`;
      const groups = [...(merged.get(key)?.memberOf ?? []), groupOfFile(file)];
      merged.set(key, { ...entry, memberOf: [...new Set(groups)].sort() });
    }
  }
  return [...merged.values()];
}

function readPackage(name: string, table: Table): LockedPackage {
  const version = stringAt(table, 'version');
  const marker = stringAt(table, 'marker');
  const archive = readFileEntry(table.archive);
  const sdist = readFileEntry(table.sdist);
  return {
    name,
    ...(version === undefined ? {} : { version }),
    source: readSource(table),
    wheels: [...list(table.wheels).flatMap((wheel) => readFileEntry(wheel) ?? []), ...wheelOf(archive)],
    ...(sdist ? { sdist } : archive && wheelOf(archive).length === 0 ? { sdist: archive } : {}),
    ...(marker === undefined ? {} : { markers: [marker] }),
    dependencies: readDependencies(table.dependencies),
    optionalDependencies: {},
    groups: {},
  };
}

function wheelOf(archive: LockedFile | undefined): LockedFile[] {
  return archive?.filename.endsWith('.whl') ? [archive] : [];
}

function readSource(table: Table): LockedPackage['source'] {
  const { vcs, directory, archive } = table;
  if (isTable(vcs)) {
    return gitSource(
      stringAt(vcs, 'url') ?? stringAt(vcs, 'path') ?? '',
      stringAt(vcs, 'commit-id'),
      stringAt(vcs, 'subdirectory'),
    );
  }
  if (isTable(directory)) {
    return { kind: 'workspace', path: stringAt(directory, 'path') ?? '.' };
  }
  if (isTable(archive)) {
    const url = stringAt(archive, 'url');
    return url === undefined
      ? { kind: 'path', path: stringAt(archive, 'path') ?? '' }
      : { kind: 'url', url, ...subdirectoryOf(stringAt(archive, 'subdirectory')) };
  }
  return { kind: 'registry', url: stringAt(table, 'index') ?? '' };
}

/** Tables that name an entry by as many of its fields as are needed; few tools write them. */
function readDependencies(value: unknown): LockedDependency[] {
  return list(value).flatMap((entry) => {
    const name = stringAt(entry, 'name');
    const version = stringAt(entry, 'version');
    const from = ['vcs', 'directory', 'archive'].some((key) => Object.keys(tableAt(entry, key)).length > 0);
    return name === undefined || !isTable(entry)
      ? []
      : [
          {
            name: normalizeName(name),
            extras: [],
            ...(version === undefined ? {} : { version }),
            ...(from ? { from: sourceText({ source: readSource(entry) }) } : {}),
          },
        ];
  });
}
