/** What the readers of TOML locks have in common: odd values count as absent, only what a package cannot do without is an error. */
import { KilnError } from '../../model/errors';
import { normalizeName } from '../names';
import { isTable, stringAt, type Table, valueAt } from '../toml';
import type { LockedPackage } from '../types';

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function texts(value: unknown): string[] {
  return list(value).filter((entry): entry is string => typeof entry === 'string');
}

/** Values by normalised name. */
export function mapValues<T>(table: Table, map: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [normalizeName(key), map(value)]));
}

export interface LockedFile {
  readonly filename: string;
  readonly hash?: string;
  readonly size?: number;
}

const PLACES = ['filename', 'name', 'file', 'url', 'path'];

function firstText(entry: unknown, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = stringAt(entry, key);
    if (text) {
      return text;
    }
  }
  return undefined;
}

/** A file with `hash = "sha256:…"` or `hashes = { sha256 = "…" }`; named by `name`, `file`, its address or its path. */
export function readFileEntry(entry: unknown): LockedFile | undefined {
  const place = firstText(entry, PLACES);
  const hash = stringAt(entry, 'hash') ?? hashOf(valueAt(entry, 'hashes'));
  const size = valueAt(entry, 'size');
  return place === undefined && hash === undefined
    ? undefined
    : lockedFile(place ?? '', hash, typeof size === 'number' ? size : undefined);
}

/** @param place name, address or path */
export function lockedFile(place: string, hash: string | undefined, size: number | undefined): LockedFile {
  return {
    filename: lastPart(place),
    ...(hash === undefined ? {} : { hash }),
    ...(size === undefined ? {} : { size }),
  };
}

/** The strongest that every installer checks; pip and uv take any. */
function hashOf(hashes: unknown): string | undefined {
  const algorithms = isTable(hashes) ? Object.keys(hashes).sort() : [];
  const name = ['sha256', 'sha512', 'sha384', ...algorithms].find((key) => stringAt(hashes, key) !== undefined);
  return name === undefined ? undefined : `${name}:${stringAt(hashes, name)}`;
}

/** The last part of an address or path, decoded; a query or fragment is not part of it. */
function lastPart(place: string): string {
  const plain = /[?#]/.test(place) ? place.replace(/[?#].*$/, '') : place;
  const base = plain.slice(plain.lastIndexOf('/') + 1);
  if (!base.includes('%')) {
    return base;
  }
  try {
    return decodeURIComponent(base);
  } catch {
    // `%` that is no escape: the name is what is written.
    return base;
  }
}

/** Wheels, the first sdist, and the hashes of what else there is. */
export function sortFiles(files: readonly LockedFile[]): Pick<LockedPackage, 'wheels' | 'sdist' | 'hashes'> {
  const wheels = files.filter(({ filename }) => filename.endsWith('.whl'));
  const [sdist, ...others] = files.filter(({ filename }) => !filename.endsWith('.whl'));
  const hashes = others.flatMap(({ hash }) => hash ?? []);
  return { wheels, ...(sdist ? { sdist } : {}), ...(hashes.length > 0 ? { hashes } : {}) };
}

/** `https://host/repo`, also of `git+https://…` and of `git@host:repo`, which only git reads. */
export function gitSource(text: string, commit?: string, subdirectory?: string): LockedPackage['source'] {
  const scp = /^([\w.-]+@[\w.-]+):(?!\/)(.*)$/.exec(text);
  return {
    kind: 'git',
    url: scp ? `ssh://${scp[1]}/${scp[2]}` : text.replace(/^git\+/, ''),
    ...(commit ? { commit } : {}),
    ...subdirectoryOf(subdirectory),
  };
}

export function subdirectoryOf(subdirectory: string | undefined): { subdirectory?: string } {
  return subdirectory ? { subdirectory } : {};
}

export interface LockFormat {
  readonly file: string;
  /** As the lock says it. */
  readonly found: unknown;
  /** Newest major version that Kiln reads. */
  readonly newest: number;
  readonly oldest?: number;
  readonly command: string;
}

/** @throws KilnError LOCK_INVALID for a format that Kiln does not read */
export function assertFormat({ file, found, newest, oldest = newest, command }: LockFormat): void {
  const major = /^\d+/.exec(typeof found === 'number' || typeof found === 'string' ? String(found) : '')?.[0];
  const isKnown = major !== undefined && Number(major) <= newest && Number(major) >= oldest;
  if (!isKnown) {
    const what = found === undefined ? 'has no format version' : `has format ${JSON.stringify(found)}`;
    const range = oldest === newest ? `format ${newest}` : `formats ${oldest} to ${newest}`;
    throw new KilnError('LOCK_INVALID', `${file} ${what}; Kiln reads ${range}`, {
      hint: `make it again with \`${command}\`, or update nx-kiln if a newer tool wrote it`,
    });
  }
}

/**
 * The packages of a lock.
 * @throws KilnError LOCK_INVALID where they are no list, or one has no name
 */
export function packageTables(value: unknown, file: string, command: string): { name: string; table: Table }[] {
  const invalid = (what: string): KilnError =>
    new KilnError('LOCK_INVALID', `${file}: ${what}`, { hint: `make it again with \`${command}\`` });
  if (value !== undefined && !Array.isArray(value)) {
    throw invalid('the packages are not a list of tables');
  }
  return list(value).map((table, i) => {
    const name = stringAt(table, 'name');
    if (!isTable(table) || name === undefined) {
      throw invalid(`package number ${i + 1} has no name`);
    }
    return { name: normalizeName(name), table };
  });
}
