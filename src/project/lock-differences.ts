/** What a lock that keeps its manifests' words (uv) says differently from the manifests as they are now. Pure. */
import { PLATFORMS } from '../model/platforms';
import { parsePython } from '../model/pythons';
import { evaluateMarker, type MarkerEnvironment, markerEnvironment } from './markers';
import type { Lock, LockedPackage, PythonProject, Requirement } from './types';
import { satisfies, specifierMeaning } from './versions';

/** One line per difference; markers are compared by what they mean where the lock is for. */
export function differences(reachOfMarker: MarkerReach, project: PythonProject, locked: LockedPackage): string[] {
  const groups = Object.entries(project.groups).map(
    ([group, list]): Comparison => [`group '${group}'`, list, listOf(locked.requiresGroups, group), ''],
  );
  const dist = locked.requiresDist ?? [];
  // What a build backend computes is not in the manifest.
  const runtime: Comparison[] = project.dynamic.includes('dependencies')
    ? []
    : [['dependencies', project.dependencies, dist, '']];
  const extras = project.dynamic.includes('optional-dependencies')
    ? []
    : Object.entries(project.optionalDependencies).map(
        ([extra, list]): Comparison => [
          `extra '${extra}'`,
          list,
          // uv keeps extras in the same list, with the extra's name in the marker.
          dist.filter(({ marker }) => marker?.includes('extra')),
          extra,
        ],
      );
  return [...runtime, ...extras, ...groups].flatMap((comparison) => compare(comparison, reachOfMarker));
}

/** Where, what the manifest asks for now, what it asked for then, the extra that is switched on. */
type Comparison = readonly [string, readonly Requirement[], readonly Requirement[], string];

/** Platforms and Pythons that the lock is for; markers are compared by what they mean there, not by their text. */
export function environmentsOf({ requiresPython = '' }: Lock): MarkerEnvironment[] {
  const clauses = requiresPython.split(',').map((clause) => /^\s*(\W+)\s*(\S+)\s*$/.exec(clause));
  const minors = Array.from({ length: 12 }, (_, i) => `3.${i + 8}`).filter((minor) =>
    clauses.every((m) => !m || satisfies(`${minor}.99`, m[1] as string, m[2] as string) !== false),
  );
  return PLATFORMS.flatMap((platform) =>
    minors.flatMap((minor) => {
      const python = parsePython(`${minor}.0`);
      return python ? [markerEnvironment(platform, python)] : [];
    }),
  );
}

/** Where a marker is true: one flag per environment. Few markers are asked for thousands of times. */
export type MarkerReach = (marker: string | undefined, extra: string) => readonly boolean[];

export function markerReach(environments: readonly MarkerEnvironment[]): MarkerReach {
  const known = new Map<string, readonly boolean[]>();
  return (marker, extra) => {
    const key = `${extra}\n${marker ?? ''}`;
    const on = new Set(extra ? [extra] : []);
    const reach = known.get(key) ?? environments.map((environment) => evaluateMarker(marker, environment, on));
    known.set(key, reach);
    return reach;
  };
}

function compare([where, now, then, extra]: Comparison, reachOfMarker: MarkerReach): string[] {
  // A local or direct source decides alone: uv drops the specifier of such a requirement.
  const direct = new Set(then.filter(({ url }) => url !== undefined).map(({ name }) => name));
  const spell = ({ name, extras, specifier, url }: Requirement): string =>
    `${name}${extras.length ? `[${extras.join(',')}]` : ''}${url !== undefined || direct.has(name) ? '' : specifier}`;
  // uv keeps the words of the day it locked: it, too, takes `>=3.8` for `>=3.8.0`.
  const meaning = (entry: Requirement): string => spell({ ...entry, specifier: specifierMeaning(entry.specifier) });
  // The same words mean the same anywhere; what differs is compared by where it counts.
  if (sameTexts(now, then, (entry) => `${meaning(entry)}\n${entry.marker ?? ''}`)) {
    return [];
  }
  const wordsOf = new Map([...then, ...now].map((entry) => [meaning(entry), spell(entry)]));
  const words = (text: string): string => wordsOf.get(text) ?? text;
  const reachOf = (list: readonly Requirement[]): Map<string, string> => {
    const reach = new Map<string, string>();
    for (const text of new Set(list.map(meaning))) {
      const flags = list.filter((entry) => meaning(entry) === text).map(({ marker }) => reachOfMarker(marker, extra));
      const bits = (flags[0] ?? []).map((_, i) => (flags.some((flag) => flag[i]) ? '1' : '0')).join('');
      if (bits.includes('1')) {
        reach.set(text, bits);
      }
    }
    return reach;
  };
  const [asked, locked] = [reachOf(now), reachOf(then)];
  return [
    ...[...asked.keys()]
      .filter((text) => !locked.has(text))
      .map((text) => `${where}: ${words(text)} is not in the lock`),
    ...[...locked.keys()]
      .filter((text) => !asked.has(text))
      .map((text) => `${where}: the lock still has ${words(text)}`),
    ...[...asked]
      .filter(([text, bits]) => locked.has(text) && locked.get(text) !== bits)
      .map(([text]) => `${where}: the marker of ${words(text)} is another one in the lock`),
  ];
}

function sameTexts<T>(first: readonly T[], second: readonly T[], textOf: (entry: T) => string): boolean {
  const [one, other] = [new Set(first.map(textOf)), new Set(second.map(textOf))];
  return one.size === other.size && [...one].every((text) => other.has(text));
}

/** A group's name is the user's: `constructor` is no list of ours. */
function listOf(lists: Readonly<Record<string, readonly Requirement[]>> = {}, name: string): readonly Requirement[] {
  return (Object.hasOwn(lists, name) ? lists[name] : undefined) ?? [];
}
