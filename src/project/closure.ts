/** What each purpose of a project needs from its lock. Pure: a lock goes in, small canonical texts come out. */
import { posix } from 'node:path';
import { findMember } from './lock-problems';
import { packagesByName } from './locks/packages-by-name';
import { normalizeName } from './names';
import { GROUP_NAMES, PURPOSES } from './purposes';
import type { Lock, LockedDependency, LockedPackage, Purpose, PythonProject, Slice, SlicePackage } from './types';

/**
 * Slices of every member of a lock, one per purpose.
 * @param projects members of the lock; one that the lock lacks gets no slice (see `lockProblems`)
 */
export function slicesOf(lock: Lock, projects: readonly PythonProject[]): Slice[] {
  const hub = projects.find(({ root }) => root === lock.root);
  return projects.flatMap((project) => {
    const member = findMember(lock, project);
    return member ? PURPOSES.map((purpose) => sliceOf(lock, member, purpose, hub && findMember(lock, hub))) : [];
  });
}

function sliceOf(lock: Lock, member: LockedPackage, purpose: Purpose, hub: LockedPackage | undefined): Slice {
  const reached = reach(lock, member, startOf(member, purpose, hub), purpose);
  const locals = [...reached.values()].filter(({ entry }) => entry !== member && localRoot(lock, entry) !== undefined);
  return {
    project: member.name,
    purpose,
    localProjects: [...new Set(locals.map(({ entry }) => localRoot(lock, entry) as string))].sort(),
    packages: [...reached.values()]
      .filter(({ entry }) => localRoot(lock, entry) === undefined)
      .map(slicePackage)
      .sort((a, b) => compareText(`${a.name} ${a.version}`, `${b.name} ${b.version}`)),
  };
}

/** Where the walk begins: a package is made from its sources, everything else also needs its dependencies. */
function startOf(member: LockedPackage, purpose: Purpose, hub: LockedPackage | undefined): LockedDependency[] {
  const names = GROUP_NAMES[purpose];
  const chosen = (lists: LockedPackage['groups']): LockedDependency[] => names.flatMap((name) => lists[name] ?? []);
  return [
    ...(purpose === 'package' ? [] : member.dependencies),
    ...chosen(member.groups),
    ...chosen(member.optionalDependencies),
    // Teams keep pytest and ruff in the root's groups for all members.
    ...(hub && hub !== member ? chosen(hub.groups) : []),
  ];
}

interface Reached {
  readonly entry: LockedPackage;
  readonly extras: Set<string>;
  readonly markers: Set<string>;
}

/** Everything that can be needed, whatever the platform: markers are kept, forked versions stand side by side. */
function reach(lock: Lock, member: LockedPackage, start: readonly LockedDependency[], purpose: Purpose) {
  const byName = packagesByName(lock);
  const reached = new Map<LockedPackage, Reached>();
  const queue = [...start];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const entry of candidates(byName.get(next.name) ?? [], next)) {
      const seen = reached.get(entry);
      const record = seen ?? { entry, extras: new Set(), markers: new Set() };
      record.markers.add(next.marker ?? '');
      const extras = next.extras.filter((extra) => !record.extras.has(extra));
      for (const extra of extras) {
        record.extras.add(extra);
        queue.push(...(entry.optionalDependencies[extra] ?? []));
      }
      // A package's own dependencies count only where the purpose starts from them.
      if (!seen && !(entry === member && purpose === 'package')) {
        queue.push(...entry.dependencies);
      }
      reached.set(entry, record);
    }
  }
  return reached;
}

/** A dependency that names a version means that fork; one that does not means whatever the lock has of the name. */
export function candidates(entries: readonly LockedPackage[], { version }: LockedDependency): readonly LockedPackage[] {
  const exact = version === undefined ? [] : entries.filter((entry) => entry.version === version);
  return exact.length > 0 ? exact : entries;
}

/** Workspace-relative folder of a local project; `undefined` for what comes from an index, an address or a file. */
function localRoot(lock: Lock, { source }: LockedPackage): string | undefined {
  return source.kind === 'workspace' || source.kind === 'virtual' ? posix.join(lock.root, source.path) : undefined;
}

function slicePackage({ entry, extras, markers }: Reached): SlicePackage {
  const { source, wheels, sdist } = entry;
  const hashes = [...wheels.map(({ hash }) => hash), sdist?.hash].filter((hash) => hash !== undefined);
  return {
    name: entry.name,
    version: entry.version ?? '',
    extras: [...extras].sort(),
    // Needed without a condition: the others say nothing more.
    markers: markers.has('') ? [] : [...markers].sort(),
    // Hashes say what is installed, whichever index gives it; a commit or an address has to say it itself.
    source: source.kind === 'registry' ? 'registry' : `${source.kind}+${'url' in source ? source.url : source.path}`,
    hashes: [...new Set(hashes)].sort(),
  };
}

/** Canonical text: keys in a fixed order, one package per line, so that a bump reads well in a diff. */
export function sliceText({ project, purpose, localProjects, packages }: Slice): string {
  const lines = packages.map(({ name, version, extras, markers, source, hashes }) =>
    JSON.stringify({ name, version, extras, markers, source, hashes }),
  );
  const body = lines.length ? `[\n  ${lines.join(',\n  ')}\n ]` : '[]';
  return `{\n "project": ${JSON.stringify(project)},\n "purpose": ${JSON.stringify(purpose)},\n "localProjects": ${JSON.stringify(localProjects)},\n "packages": ${body}\n}\n`;
}

/** File of a slice inside the closure's folder: `py-app.build.json`. */
export function sliceFile(project: string, purpose: Purpose): string {
  return `${normalizeName(project)}.${purpose}.json`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
