import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import { sourceText } from '../lock-source';
import { normalizeName } from '../names';
import { isTable, parseToml, stringAt, type Table, tableAt, valueAt } from '../toml';
import type { Lock, LockedDependency, LockedPackage, LockReader, Requirement } from '../types';
import { normalizeSpecifier } from '../versions';

/** Reads uv.lock, format 1 in any revision. Fields that Kiln does not know are passed over. */
export const uvLock = {
  manager: 'uv',
  roots: 'lock',
  matches: (name) => name === 'uv.lock',
  read: readUvLock,
} as const satisfies LockReader;

function readUvLock(file: string, text: string): Lock {
  const toml = parseToml(file, text, 'LOCK_INVALID', 'make it again with `uv lock`');
  if (toml.version !== 1) {
    const found = toml.version === undefined ? 'has no version' : `has format ${String(toml.version)}`;
    throw new KilnError('LOCK_INVALID', `${file} ${found}; Kiln reads format 1`, {
      hint: 'make it again with `uv lock`, or update nx-kiln if your uv writes a newer format',
    });
  }
  const entries = toml.package ?? [];
  if (!Array.isArray(entries)) {
    throw invalid(file, '`package` is not a list of tables');
  }
  const requiresPython = stringAt(toml, 'requires-python');
  return {
    file,
    root: posix.dirname(file),
    manager: 'uv',
    roots: 'lock',
    ...(requiresPython === undefined ? {} : { requiresPython }),
    packages: entries.map((entry: unknown, i) => readPackage(entry, file, i)),
  };
}

function invalid(file: string, what: string): KilnError {
  return new KilnError('LOCK_INVALID', `${file}: ${what}`, { hint: 'make it again with `uv lock`' });
}

function readPackage(entry: unknown, file: string, index: number): LockedPackage {
  const name = stringAt(entry, 'name');
  if (!isTable(entry) || name === undefined) {
    throw invalid(file, `package number ${index + 1} has no name`);
  }
  const version = stringAt(entry, 'version');
  const sdist = readFileEntry(entry.sdist);
  const metadata = entry.metadata;
  return {
    name: normalizeName(name),
    ...(version === undefined ? {} : { version }),
    source: readSource(entry.source, file, name),
    wheels: list(entry.wheels).flatMap((wheel) => readFileEntry(wheel) ?? []),
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
  const markers = list(value).filter((marker): marker is string => typeof marker === 'string');
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
  throw invalid(file, `package '${name}' has a source that Kiln does not know: ${JSON.stringify(source)}`);
}

/** `https://host/repo?rev=main&subdirectory=sub#commit`: only the address, the commit and the folder say what is installed. */
function readGit(text: string): LockedPackage['source'] {
  const [before = '', commit] = text.split('#');
  const [url = '', query = ''] = before.split('?');
  const subdirectory = new URLSearchParams(query).get('subdirectory') ?? undefined;
  return { kind: 'git', url, ...(commit ? { commit } : {}), ...subdirectoryOf(subdirectory) };
}

function subdirectoryOf(subdirectory: string | undefined): { subdirectory?: string } {
  return subdirectory === undefined ? {} : { subdirectory };
}

/** The name is the last part of the address or path, decoded; a query or fragment is not part of it. */
function readFileEntry(entry: unknown): { filename: string; hash?: string; size?: number } | undefined {
  const place = stringAt(entry, 'filename') ?? stringAt(entry, 'url') ?? stringAt(entry, 'path');
  const hash = stringAt(entry, 'hash');
  const size = valueAt(entry, 'size');
  if (place === undefined && hash === undefined) {
    return undefined;
  }
  const base =
    (place ?? '')
      .replace(/[?#].*$/, '')
      .split('/')
      .pop() ?? '';
  return {
    filename: decode(base),
    ...(hash === undefined ? {} : { hash }),
    ...(typeof size === 'number' ? { size } : {}),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // `%` that is no escape: the name is what is written.
    return text;
  }
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
        extras: list(extra)
          .filter((e): e is string => typeof e === 'string')
          .map(normalizeName),
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

/** `requires-dist`: what the manifest asked for when the lock was made. A local or direct source stands in `url`. */
function readRequirements(value: unknown): Requirement[] {
  return list(value).flatMap((entry) => {
    const name = stringAt(entry, 'name');
    if (name === undefined) {
      return [];
    }
    const marker = stringAt(entry, 'marker');
    const written = stringAt(entry, 'specifier') ?? '';
    const extras = list(valueAt(entry, 'extras')).filter((e): e is string => typeof e === 'string');
    const kind = ['editable', 'virtual', 'directory', 'path', 'git', 'url'].find(
      (k) => stringAt(entry, k) !== undefined,
    );
    return [
      {
        name: normalizeName(name),
        extras: extras.map(normalizeName).sort(),
        specifier: normalizeSpecifier(written) ?? written,
        ...(marker === undefined ? {} : { marker }),
        ...(kind === undefined ? {} : { url: `${kind}:${stringAt(entry, kind)}` }),
        text: `${name}${extras.length ? `[${extras.join(',')}]` : ''}${written}`,
      },
    ];
  });
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapValues<T>(table: Table, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [normalizeName(key), map(value)]));
}
