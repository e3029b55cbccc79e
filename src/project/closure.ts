/** What each purpose of a project needs from its lock. Pure: a lock goes in, small canonical texts come out. */
import { createHash } from 'node:crypto';
import { conditionTexts } from './conditions';
import { isLocal, localRoot, sourceText } from './lock-source';
import { type Reached, walkLock } from './lock-walk';
import { normalizeName } from './names';
import { PURPOSES } from './purposes';
import type { Lock, LockedPackage, Purpose, PythonProject, Slice, SlicePackage } from './types';
import { startOf } from './walk-start';

/**
 * Slices of every member of a lock, one per purpose.
 * @param projects members of the lock; one that the lock lacks gets no slice (see `lockProblems`)
 */
export function slicesOf(lock: Lock, projects: readonly PythonProject[]): Slice[] {
  const hub = projects.find(({ root }) => root === lock.root);
  return projects.flatMap((project) => PURPOSES.flatMap((purpose) => sliceOf(lock, project, purpose, hub) ?? []));
}

/** @returns `undefined` where the lock lacks the project */
export function sliceOf(
  lock: Lock,
  project: PythonProject,
  purpose: Purpose,
  hub: PythonProject | undefined,
): Slice | undefined {
  const start = startOf(lock, project, purpose, hub);
  if (!start) {
    return undefined;
  }
  const reached = [...walkLock(lock, start).values()];
  const locals = reached.filter(({ entry }) => isLocal(entry) && entry !== start.self);
  const conditional = locals.filter(({ conditions }) => conditions[0]?.length !== 0);
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
    packages: reached
      .filter(({ entry }) => !isLocal(entry))
      .map((record) => slicePackage(lock, record))
      .sort((a, b) => compareText(a.name, b.name) || compareText(sortKey(a), sortKey(b))),
  };
}

function sortKey({ version, source }: SlicePackage): string {
  return `${version} ${source}`;
}

function slicePackage({ roots }: Lock, { entry, extras, conditions, demands }: Reached): SlicePackage {
  // Of several versions what is asked for decides, where the lock does not say it itself.
  const forks = roots === 'manifest' ? [...demands.keys()].filter(Boolean).sort() : [];
  return {
    name: entry.name,
    version: entry.version ?? entry.specifier ?? '',
    extras: [...extras].flatMap(([extra, alternatives]) => withConditions(extra, conditionTexts(alternatives))).sort(),
    markers: [...conditionTexts(conditions), ...(entry.markers ?? []), ...forks],
    // Hashes say what is installed, whichever index gives it; a commit or an address has to say it itself.
    source: entry.source.kind === 'registry' ? 'registry' : sourceText(entry),
    hashes: hashDigest(entry),
  };
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
  const lines = packages.map(({ name, version, extras, markers, source, hashes }) =>
    JSON.stringify({ name, version, extras, markers, source, hashes }),
  );
  const markers = localMarkers ? `\n "localMarkers": ${JSON.stringify(localMarkers)},` : '';
  const body = lines.length ? `[\n  ${lines.join(',\n  ')}\n ]` : '[]';
  return `{\n "project": ${JSON.stringify(project)},\n "purpose": ${JSON.stringify(purpose)},\n "localProjects": ${JSON.stringify(localProjects)},${markers}\n "packages": ${body}\n}\n`;
}

/** File of a slice inside the closure's folder: `py-app.build.json`. */
export function sliceFile(project: string, purpose: Purpose): string {
  return `${normalizeName(project)}.${purpose}.json`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
