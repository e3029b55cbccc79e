/** What each purpose of a project needs from its lock. Pure: a lock goes in, small canonical texts come out. */
import { createHash } from 'node:crypto';
import { conditionTexts, isAlways } from './conditions';
import { isLocal, localRoot, sourceText } from './lock-source';
import { type Reached, walkLock } from './lock-walk';
import { normalizeName } from './names';
import { PURPOSES } from './purposes';
import type { Lock, LockedDependency, LockedPackage, Purpose, PythonProject, Slice, SlicePackage } from './types';
import { type Start, startOf } from './walk-start';

/**
 * Slices of every member of a lock, one per purpose.
 * @param projects members of the lock; one that the lock lacks gets no slice (see `lockProblems`)
 */
export function slicesOf(lock: Lock, projects: readonly PythonProject[]): Slice[] {
  const hub = projects.find(({ root }) => root === lock.root);
  return projects.flatMap((project) => {
    const known: { readonly start: Start; readonly slice: Slice }[] = [];
    return PURPOSES.flatMap((purpose) => {
      const start = startOf(lock, project, purpose, hub);
      if (!start) {
        return [];
      }
      // Tests and type checkers mostly see the same.
      const same = known.find((other) => sameStart(other.start, start));
      const slice = same ? { ...same.slice, purpose } : sliceFrom(lock, project, purpose, start);
      known.push({ start, slice });
      return [slice];
    });
  });
}

function sameStart(a: Start, b: Start): boolean {
  return (
    a.ships === b.ships && a.edges.length === b.edges.length && a.edges.every((edge, i) => sameEdge(edge, b.edges[i]))
  );
}

/** Edges of a lock are the lock's own objects; those of a manifest are made anew. */
function sameEdge(a: LockedDependency, b: LockedDependency | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** @returns `undefined` where the lock lacks the project */
export function sliceOf(
  lock: Lock,
  project: PythonProject,
  purpose: Purpose,
  hub: PythonProject | undefined,
): Slice | undefined {
  const start = startOf(lock, project, purpose, hub);
  return start && sliceFrom(lock, project, purpose, start);
}

function sliceFrom(lock: Lock, project: PythonProject, purpose: Purpose, start: Start): Slice {
  const reached = inOrder(lock, walkLock(lock, start));
  const locals = reached.filter(({ entry }) => isLocal(entry) && entry !== start.self);
  const conditional = locals.filter(({ conditions }) => !isAlways(conditions));
  const rootOf = ({ entry }: Reached): string => localRoot(lock, entry) as string;
  return {
    project: project.normalizedName,
    purpose,
    localProjects: [...new Set(locals.map(rootOf))].sort(),
    ...(conditional.length > 0
      ? {
          localMarkers: Object.fromEntries(
            conditional
              .map((record) => [rootOf(record), conditionTexts(record.conditions)] as const)
              .sort(([a], [b]) => compareText(a, b)),
          ),
        }
      : {}),
    packages: reached.filter(({ entry }) => !isLocal(entry)).map((record) => slicePackage(lock, record)),
  };
}

const RANKS = new WeakMap<Lock, ReadonlyMap<LockedPackage, number>>();

/** By name, version, source; whatever order the lock has. Comparing texts once per lock, not once per slice. */
function inOrder(lock: Lock, reached: ReadonlyMap<LockedPackage, Reached>): Reached[] {
  const ranks = RANKS.get(lock) ?? new Map([...lock.packages].sort(comparePackages).map((entry, i) => [entry, i]));
  RANKS.set(lock, ranks);
  return [...reached.values()].sort((a, b) => (ranks.get(a.entry) as number) - (ranks.get(b.entry) as number));
}

function comparePackages(a: LockedPackage, b: LockedPackage): number {
  const key = (entry: LockedPackage): string =>
    `${versionOf(entry)} ${sourceText(entry)} ${entry.markers ?? ''} ${hashDigest(entry)}`;
  return compareText(a.name, b.name) || compareText(key(a), key(b));
}

function versionOf({ version, specifier = '' }: LockedPackage): string {
  return version ?? specifier;
}

const PLAIN = new WeakMap<LockedPackage, SlicePackage>();

function slicePackage({ roots }: Lock, { entry, extras, conditions, demands }: Reached): SlicePackage {
  const known = extras || !isAlways(conditions) ? undefined : PLAIN.get(entry);
  // Of several versions what is asked for decides, where the lock does not say it itself.
  const forks = roots === 'manifest' && demands ? [...demands.keys()].filter(Boolean).sort() : [];
  if (known && forks.length === 0) {
    return known;
  }
  const made = {
    name: entry.name,
    version: versionOf(entry),
    extras: [...(extras ?? [])]
      .flatMap(([extra, alternatives]) => withConditions(extra, conditionTexts(alternatives)))
      .sort(),
    markers: [...conditionTexts(conditions), ...(entry.markers ?? []), ...forks],
    // Hashes say what is installed, whichever index gives it; a commit or an address has to say it itself.
    source: entry.source.kind === 'registry' ? 'registry' : sourceText(entry),
    hashes: hashDigest(entry),
  };
  if (!extras && isAlways(conditions) && forks.length === 0) {
    PLAIN.set(entry, made);
  }
  return made;
}

function withConditions(extra: string, markers: readonly string[]): string[] {
  return markers.length === 0 ? [extra] : markers.map((marker) => `${extra}; ${marker}`);
}

/** Hashes of all files of an entry, sorted. */
export function hashesOf({ wheels, sdist, hashes = [] }: LockedPackage): string[] {
  const all = [...wheels.map(({ hash }) => hash), sdist?.hash, ...hashes];
  return [...new Set(all.filter((hash) => hash !== undefined))].sort();
}

const DIGESTS = new WeakMap<LockedPackage, string>();

function hashDigest(entry: LockedPackage): string {
  const known = DIGESTS.get(entry);
  if (known !== undefined) {
    return known;
  }
  const hashes = hashesOf(entry);
  const digest = hashes.length === 0 ? '' : createHash('sha256').update(hashes.join('\n')).digest('hex');
  DIGESTS.set(entry, digest);
  return digest;
}

/** Canonical text: keys in a fixed order, one package per line, so that a bump reads well in a diff. */
export function sliceText({ project, purpose, localProjects, localMarkers, packages }: Slice): string {
  const lines = packages.map(lineOf);
  const markers = localMarkers ? `\n "localMarkers": ${JSON.stringify(localMarkers)},` : '';
  const body = lines.length ? `[\n  ${lines.join(',\n  ')}\n ]` : '[]';
  return `{\n "project": ${JSON.stringify(project)},\n "purpose": ${JSON.stringify(purpose)},\n "localProjects": ${JSON.stringify(localProjects)},${markers}\n "packages": ${body}\n}\n`;
}

const LINES = new WeakMap<SlicePackage, string>();

function lineOf(entry: SlicePackage): string {
  const known = LINES.get(entry);
  if (known !== undefined) {
    return known;
  }
  const { name, version, extras, markers, source, hashes } = entry;
  const line = JSON.stringify({ name, version, extras, markers, source, hashes });
  LINES.set(entry, line);
  return line;
}

/** File of a slice inside the closure's folder: `py-app.build.json`. */
export function sliceFile(project: string, purpose: Purpose): string {
  return `${normalizeName(project)}.${purpose}.json`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
