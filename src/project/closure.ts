/** What each purpose of a project needs from its lock. Pure: a lock goes in, small canonical texts come out. */
import { conditionTexts, isAlways } from './conditions';
import { compareText, hashDigest, versionOf } from './lock-entries';
import { type Needed, reachOf } from './lock-reach';
import { sourceText } from './lock-source';
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
  const reach = reachOf(lock, start);
  const locals = reach.locals.filter(({ entry }) => entry !== start.self);
  const conditional = locals.filter(({ conditions }) => !isAlways(conditions));
  const rootOf = ({ folder }: Needed): string => folder as string;
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
    packages: packagesOf(lock, reach.packages),
  };
}

const PACKAGES = new WeakMap<readonly Needed[], readonly SlicePackage[]>();

function packagesOf(lock: Lock, needed: readonly Needed[]): readonly SlicePackage[] {
  const known = PACKAGES.get(needed) ?? needed.map((record) => slicePackage(lock, record));
  PACKAGES.set(needed, known);
  return known;
}

const PLAIN = new WeakMap<LockedPackage, SlicePackage>();

function slicePackage({ roots }: Lock, { entry, extras, conditions, demands }: Needed): SlicePackage {
  const known = extras || !isAlways(conditions) ? undefined : PLAIN.get(entry);
  // Of several versions what is asked for decides, where the lock does not say it itself.
  const forks = roots === 'manifest' && demands ? [...demands].filter(Boolean).sort() : [];
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

/** Canonical text: keys in a fixed order, one package per line, so that a bump reads well in a diff. */
export function sliceText({ project, purpose, localProjects, localMarkers, packages }: Slice): string {
  const markers = localMarkers ? `\n "localMarkers": ${JSON.stringify(localMarkers)},` : '';
  return `{\n "project": ${JSON.stringify(project)},\n "purpose": ${JSON.stringify(purpose)},\n "localProjects": ${JSON.stringify(localProjects)},${markers}\n "packages": ${packagesText(packages)}\n}\n`;
}

const TEXTS = new WeakMap<Slice['packages'], string>();

/** Many slices share one list. */
function packagesText(packages: Slice['packages']): string {
  const known = TEXTS.get(packages);
  if (known !== undefined) {
    return known;
  }
  const text = packages.length > 0 ? `[\n  ${packages.map(lineOf).join(',\n  ')}\n ]` : '[]';
  TEXTS.set(packages, text);
  return text;
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
