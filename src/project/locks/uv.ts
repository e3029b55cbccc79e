import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import { sourceText } from '../lock-source';
import { normalizeName } from '../names';
import { isTable, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Lock, LockedDependency, LockedPackage, LockReader, Requirement } from '../types';
import { normalizeSpecifier } from '../versions';
import {
  assertFormat,
  gitSource,
  list,
  mapValues,
  packageTables,
  readFileEntry,
  subdirectoryOf,
  texts,
} from './fields';
import { parseLock, UV_WHEELS } from './file-lists';

const COMMAND = 'uv lock';

/** Reads uv.lock, format 1 in any revision. Fields that Kiln does not know are passed over. */
export const uvLock = {
  manager: 'uv',
  roots: 'lock',
  matches: (file) => posix.basename(file) === 'uv.lock',
  read: readUvLock,
} as const satisfies LockReader;

function readUvLock(file: string, text: string): Lock {
  const { toml, filesOf } = parseLock(file, text, COMMAND, UV_WHEELS);
  assertFormat({ file, found: toml.version, newest: 1, command: COMMAND });
  const requiresPython = stringAt(toml, 'requires-python');
  const members = texts(valueAt(toml, 'manifest', 'members')).map(normalizeName);
  return {
    file,
    root: posix.dirname(file),
    manager: 'uv',
    roots: 'lock',
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(members.length > 0 ? { members } : {}),
    groups: mapValues(tableAt(toml, 'manifest', 'dependency-groups'), readGroup),
    packages: packageTables(toml.package, file, COMMAND).map(({ name, table }) =>
      readPackage(name, table, file, filesOf(table.wheels)),
    ),
  };
}

function readPackage(name: string, entry: Table, file: string, wheels: LockedPackage['wheels']): LockedPackage {
  const version = stringAt(entry, 'version');
  const sdist = readFileEntry(entry.sdist);
  const metadata = entry.metadata;
  return {
    name,
    ...(version === undefined ? {} : { version }),
    source: readSource(entry.source, file, name),
    wheels,
    ...(sdist ? { sdist } : {}),
    ...markersOf(entry['resolution-markers']),
    dependencies: readDependencies(entry.dependencies),
    optionalDependencies: mapValues(tableAt(entry, 'optional-dependencies'), readDependencies),
    groups: mapValues(tableAt(entry, 'dev-dependencies'), readDependencies),
    ...(metadata === undefined
      ? {}
      : {
          requiresDist: readRequirements(valueAt(metadata, 'requires-dist')),
          requiresGroups: mapValues(tableAt(metadata, 'requires-dev'), readRequirements),
        }),
  };
}

/** Forks of a name say in which part of the resolution they count. */
function markersOf(value: unknown): { markers?: string[] } {
  const markers = texts(value);
  return markers.length > 0 ? { markers } : {};
}

function readSource(source: unknown, file: string, name: string): LockedPackage['source'] {
  for (const kind of ['registry', 'editable', 'virtual', 'directory', 'path', 'git', 'url'] as const) {
    const value = stringAt(source, kind);
    if (value === undefined) {
      continue;
    }
    switch (kind) {
      case 'registry':
        return { kind, url: value };
      case 'git':
        return readGit(value);
      case 'url':
        return { kind, url: value, ...subdirectoryOf(stringAt(source, 'subdirectory')) };
      case 'editable':
      case 'directory':
        return { kind: 'workspace', path: value };
      default:
        return { kind, path: value };
    }
  }
  throw new KilnError(
    'LOCK_INVALID',
    `${file}: package '${name}' has a source that Kiln does not know: ${JSON.stringify(source)}`,
    {
      hint: `make it again with \`${COMMAND}\`, or update nx-kiln`,
    },
  );
}

/** `https://host/repo?rev=main&subdirectory=sub#commit`: only the address, the commit and the folder say what is installed. */
function readGit(text: string): LockedPackage['source'] {
  const [before = '', commit] = text.split('#');
  const [url = '', query = ''] = before.split('?');
  const subdirectory = new URLSearchParams(query).get('subdirectory') ?? undefined;
  return gitSource(url, commit, subdirectory);
}

function readDependencies(value: unknown): LockedDependency[] {
  return list(value).flatMap((entry) => {
    const name = stringAt(entry, 'name');
    if (name === undefined) {
      return [];
    }
    const version = stringAt(entry, 'version');
    const marker = stringAt(entry, 'marker');
    const extra = valueAt(entry, 'extra');
    const source = valueAt(entry, 'source');
    return [
      {
        name: normalizeName(name),
        ...(version === undefined ? {} : { version }),
        extras: texts(extra).map(normalizeName),
        ...(marker === undefined ? {} : { marker }),
        ...(isTable(source) ? { from: fromOf(source) } : {}),
      },
    ];
  });
}

/** Only where a name has several entries. */
function fromOf(source: Table): string {
  return sourceText({ source: readSource(source, '', '') });
}

/** Groups of the root are kept as they are asked for, not as they were resolved. */
function readGroup(value: unknown): LockedDependency[] {
  return readRequirements(value).map(({ name, extras, specifier, marker }) => ({
    name,
    extras,
    ...(specifier ? { specifier } : {}),
    ...(marker === undefined ? {} : { marker }),
  }));
}

const DIRECT = ['editable', 'virtual', 'directory', 'path', 'git', 'url'];

/** `requires-dist`: what the manifest asked for when the lock was made. A local or direct source stands in `url`. */
function readRequirements(value: unknown): Requirement[] {
  return list(value).flatMap((entry) => {
    const name = stringAt(entry, 'name');
    if (name === undefined) {
      return [];
    }
    const marker = stringAt(entry, 'marker');
    const written = stringAt(entry, 'specifier') ?? '';
    const extras = texts(valueAt(entry, 'extras'));
    const kind = DIRECT.find((k) => stringAt(entry, k) !== undefined);
    return [
      {
        name: normalizeName(name),
        extras: extras.map(normalizeName).sort(),
        specifier: written && (normalizeSpecifier(written) ?? written),
        ...(marker === undefined ? {} : { marker }),
        ...(kind === undefined ? {} : { url: `${kind}:${stringAt(entry, kind)}` }),
        text: `${name}${extras.length ? `[${extras.join(',')}]` : ''}${written}`,
      },
    ];
  });
}
