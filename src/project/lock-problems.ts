import { KilnError } from '../model/errors';
import { PLATFORMS } from '../model/platforms';
import { parsePython } from '../model/pythons';
import { findMember } from './lock-members';
import { evaluateMarker, type MarkerEnvironment, markerEnvironment } from './markers';
import type { Diagnostic, Lock, LockedPackage, PythonProject, Requirement } from './types';
import { satisfies } from './versions';

/**
 * Compares a lock with the manifests of its members, without resolving anything: what a manifest asks for has to be
 * what it asked for when the lock was made. Order, spelling of names and local sources' specifiers do not matter.
 * @param projects members of the lock as they are now
 */
export function lockProblems(lock: Lock, projects: readonly PythonProject[]): Diagnostic[] {
  const reachOfMarker = markerReach(environmentsOf(lock));
  return projects.flatMap((project) => {
    const file = project.root === '.' ? 'pyproject.toml' : `${project.root}/pyproject.toml`;
    const locked = findMember(lock, project);
    if (!locked) {
      return [problem(lock, file, `${project.name} (${file}) is not in ${lock.file}`)];
    }
    return differences(reachOfMarker, project, locked).map((text) => problem(lock, file, `${file}: ${text}`));
  });
}

/**
 * @throws KilnError LOCK_OUTDATED listing every difference
 */
export function assertLockFresh(lock: Lock, projects: readonly PythonProject[]): void {
  const problems = lockProblems(lock, projects);
  if (problems.length > 0) {
    const where = lock.root === '.' ? '' : ` --project ${JSON.stringify(lock.root)}`;
    throw new KilnError('LOCK_OUTDATED', `${lock.file} does not match the manifests`, {
      lines: problems.map(({ message }) => message),
      hint: `run \`uv lock${where}\` and commit the result`,
    });
  }
}

function problem(lock: Lock, file: string, message: string): Diagnostic {
  return { file, message, fix: `run \`uv lock\` in ${lock.root === '.' ? 'the workspace root' : lock.root}` };
}

function differences(reachOfMarker: MarkerReach, project: PythonProject, locked: LockedPackage): string[] {
  const groups = Object.entries(project.groups).map(
    ([group, list]): Comparison => [`group '${group}'`, list, locked.requiresGroups?.[group] ?? [], ''],
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
function environmentsOf({ requiresPython = '' }: Lock): MarkerEnvironment[] {
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
type MarkerReach = (marker: string | undefined, extra: string) => readonly boolean[];

function markerReach(environments: readonly MarkerEnvironment[]): MarkerReach {
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
  const reachOf = (list: readonly Requirement[]): Map<string, string> => {
    const reach = new Map<string, string>();
    for (const text of new Set(list.map(spell))) {
      const flags = list.filter((entry) => spell(entry) === text).map(({ marker }) => reachOfMarker(marker, extra));
      const bits = (flags[0] ?? []).map((_, i) => (flags.some((flag) => flag[i]) ? '1' : '0')).join('');
      if (bits.includes('1')) {
        reach.set(text, bits);
      }
    }
    return reach;
  };
  const [asked, locked] = [reachOf(now), reachOf(then)];
  return [
    ...[...asked.keys()].filter((text) => !locked.has(text)).map((text) => `${where}: ${text} is not in the lock`),
    ...[...locked.keys()].filter((text) => !asked.has(text)).map((text) => `${where}: the lock still has ${text}`),
    ...[...asked]
      .filter(([text, bits]) => locked.has(text) && locked.get(text) !== bits)
      .map(([text]) => `${where}: the marker of ${text} is another one in the lock`),
  ];
}
