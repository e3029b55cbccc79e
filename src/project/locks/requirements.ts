import { posix } from 'node:path';
import type { Disk } from '../disk';
import { joinPath } from '../disk';
import { groupOfFile, isRequirements, lockFilesIn, lockFolder } from '../lock-files';
import { sourceText } from '../lock-source';
import { normalizeName } from '../names';
import { parseRequirement } from '../requirement';
import type { Lock, LockedDependency, LockedPackage, LockReader, Requirement } from '../types';
import { gitSource, subdirectoryOf } from './fields';
import { includeOf, type RequirementsLine, requirementsLines } from './requirements-lines';

/**
 * Reads requirements files as pip does: `-r`, `-c`, `-e`, hashes, markers, addresses, local paths; settings such as
 * `--index-url` say nothing about what is installed. All files of a folder are one lock, a file's name is its group.
 */
export const requirementsLock = {
  manager: 'requirements',
  roots: 'none',
  matches: isRequirements,
  read: readRequirements,
} as const satisfies LockReader;

function readRequirements(file: string, text: string, disk: Disk): Lock {
  const root = lockFolder(file);
  const found = lockFilesIn(root, disk).find(({ manager }) => manager === 'requirements')?.files ?? [];
  const heads = [file, ...found.filter((other) => other !== file && isHead(other, root))];
  const state: State = { disk, entries: new Map(), limits: new Map(), read: new Set() };
  for (const head of heads) {
    addFile(head, head === file ? text : (disk.read(head) ?? ''), groupOfFile(head), state, new Set());
  }
  const includes = [...state.read].filter((other) => other !== file).sort();
  return {
    file,
    root,
    manager: 'requirements',
    roots: 'none',
    ...(includes.length > 0 ? { includes } : {}),
    packages: withEdges([...state.entries.values()], state.limits),
  };
}

/** Whether a file is one of the folder's own, not only included. */
function isHead(file: string, root: string): boolean {
  return isRequirements(file) && lockFolder(file) === root;
}

interface Line {
  readonly entry: LockedPackage;
  readonly extras: Set<string>;
  readonly groups: Set<string>;
  readonly via: Set<string>;
}

interface State {
  readonly disk: Disk;
  readonly entries: Map<string, Line>;
  /** Exact versions and hashes of constraints, by name. */
  readonly limits: Map<string, LockedPackage>;
  readonly read: Set<string>;
}

function addFile(file: string, text: string, group: string, state: State, path: ReadonlySet<string>): void {
  state.read.add(file);
  for (const line of requirementsLines(text)) {
    const include = includeOf(line.text, file);
    if (!include) {
      addLine(line, group, state);
      continue;
    }
    const included = state.disk.read(include.file);
    if (included === undefined || path.has(include.file)) {
      continue;
    }
    if (include.constraint) {
      addConstraints(include.file, included, state);
    } else {
      addFile(include.file, included, group, state, new Set([...path, file]));
    }
  }
}

function addLine(line: RequirementsLine, group: string, state: State): void {
  const entry = readEntry(line);
  if (!entry) {
    return;
  }
  const { version = '', specifier = '', name } = entry.entry;
  const key = `${name} ${version} ${specifier} ${sourceText(entry.entry)} ${entry.entry.markers ?? ''}`;
  const known = state.entries.get(key);
  state.entries.set(key, {
    entry: entry.entry,
    extras: new Set([...(known?.extras ?? []), ...entry.extras]),
    groups: new Set([...(known?.groups ?? []), group]),
    via: new Set([...(known?.via ?? []), ...line.via.map(normalizeName)]),
  });
}

function addConstraints(file: string, text: string, state: State): void {
  state.read.add(file);
  for (const line of requirementsLines(text)) {
    const entry = readEntry(line)?.entry;
    if (entry) {
      state.limits.set(entry.name, entry);
    }
  }
}

/** `via` turned round: who needs it gets an edge. Constraints give an exact version to lines without one. */
function withEdges(lines: readonly Line[], limits: ReadonlyMap<string, LockedPackage>): LockedPackage[] {
  const edges = new Map<string, LockedDependency[]>();
  for (const { entry, extras, via } of lines) {
    const edge = { name: entry.name, extras: [...extras].sort(), ...(entry.version ? { version: entry.version } : {}) };
    for (const name of via) {
      edges.set(name, [...(edges.get(name) ?? []), edge]);
    }
  }
  return lines.map(({ entry, groups }) => {
    const limit = limits.get(entry.name);
    const { specifier: _, ...loose } = entry;
    const pinned =
      limit?.version && !entry.version ? { ...loose, version: limit.version, ...hashesFrom(limit) } : entry;
    return { ...pinned, memberOf: [...groups].sort(), dependencies: edges.get(entry.name) ?? [] };
  });
}

function hashesFrom({ hashes }: LockedPackage): { hashes?: readonly string[] } {
  return hashes ? { hashes } : {};
}

function readEntry({
  text,
  hashes,
}: RequirementsLine): { entry: LockedPackage; extras: readonly string[] } | undefined {
  const editable = /^(?:-e|--editable)[\s=]+(.*)$/.exec(text)?.[1]?.trim();
  if (editable === undefined && text.startsWith('-')) {
    return undefined;
  }
  // Settings of one line: `--config-settings`, `--global-option`.
  const bare = (editable ?? text).replace(/\s--[a-z-]+[=\s].*$/, '').trim();
  const parsed = parseRequirement(bare);
  const place = parsed?.url ?? (parsed && !/^[.\\/]|[\\/]/.test(bare.split(';')[0] as string) ? undefined : bare);
  const source = place === undefined ? ({ kind: 'registry', url: '' } as const) : placeSource(place);
  const name = parsed?.name ?? (place === undefined ? undefined : nameOf(place));
  if (name === undefined) {
    return undefined;
  }
  return {
    entry: {
      ...entryOf(name, source, hashes),
      ...pinOf(place === undefined ? parsed : undefined),
      ...markerOf(parsed),
    },
    extras: parsed?.extras ?? [],
  };
}

function entryOf(name: string, source: LockedPackage['source'], hashes: readonly string[]): LockedPackage {
  return { name, source, wheels: [], hashes, dependencies: [], optionalDependencies: {}, groups: {} };
}

function markerOf(parsed: Requirement | undefined): { markers?: string[] } {
  return parsed?.marker === undefined ? {} : { markers: [parsed.marker] };
}

/** `==1.2` pins; `==1.*` and ranges do not. */
function pinOf(parsed: Requirement | undefined): Pick<LockedPackage, 'version' | 'specifier'> {
  const exact = /^===?([^,*]+)$/.exec(parsed?.specifier ?? '')?.[1];
  return exact !== undefined ? { version: exact } : parsed?.specifier ? { specifier: parsed.specifier } : {};
}

/** pip takes paths from where it is started: the folder that the files are for. `${PROJECT_ROOT}` is that, too. */
function placeSource(written: string): LockedPackage['source'] {
  const [place = '', fragment = ''] = written.replace(/\s+;.*$/, '').split('#');
  const subdirectory = new URLSearchParams(fragment).get('subdirectory') ?? undefined;
  const git = /^git\+(.*?)(?:@([^@/:]+))?$/.exec(place);
  if (git) {
    return gitSource(git[1] as string, git[2], subdirectory);
  }
  if (/^(https?|ftp|s3):/i.test(place)) {
    return { kind: 'url', url: place, ...subdirectoryOf(subdirectory) };
  }
  const path = place
    .replace(/^file:(\/\/)?/, '')
    .replace(/^\/?\$\{PROJECT_ROOT\}\//, '')
    .replace(/\[[^\]]*\]$/, '')
    .replaceAll('\\', '/');
  return { kind: /\.(whl|zip|tar\.\w+|tgz)$/.test(path) ? 'path' : 'workspace', path: joinPath('.', path) };
}

/** `#egg=name`, the name in a wheel's or an archive's file name, else the folder's. */
function nameOf(place: string): string | undefined {
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(place)?.[1];
  const path = place
    .replace(/[#;[].*$/, '')
    .replace(/@[^/]*$/, '')
    .replace(/\/+$/, '')
    .trim();
  const base = posix.basename(path.replaceAll('\\', '/')).replace(/\.git$/, '');
  const name = egg ?? /^([A-Za-z0-9._]+?)-\d/.exec(base)?.[1] ?? base;
  return /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)
    ? normalizeName(name)
    : name === '.' || name === ''
      ? 'this-project'
      : undefined;
}
