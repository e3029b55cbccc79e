/** What manifests ask for that a lock without their words does not satisfy. Pure. */
import type { MarkerReach } from './lock-differences';
import { isLocal } from './lock-source';
import { packagesByName } from './locks/packages-by-name';
import type { Lock, PythonProject, Requirement } from './types';
import { satisfiesAll } from './versions';

interface Demand {
  readonly where: string;
  readonly list: readonly Requirement[];
  /** Whether the lock has to have an entry; where it has one, the version has to suit anyway. */
  readonly complete: boolean;
}

/** One line per requirement without an entry that satisfies it. */
export function demandProblems(lock: Lock, project: PythonProject, reachOfMarker: MarkerReach): string[] {
  const byName = packagesByName(lock);
  const counts = ({ marker }: Requirement, extra: string): boolean => reachOfMarker(marker, extra).some(Boolean);
  return demandsOf(lock, project).flatMap(({ where, list, complete }) =>
    list
      .filter((requirement) => requirement.name !== project.normalizedName && counts(requirement, ''))
      .flatMap((requirement) => {
        const entries = byName.get(requirement.name) ?? [];
        if (entries.length === 0) {
          return complete && isExpected(lock, project, requirement)
            ? [`${where}: ${spell(requirement)} is not in ${lock.file}`]
            : [];
        }
        const suiting = entries.some(
          (entry) =>
            isLocal(entry) ||
            entry.version === undefined ||
            satisfiesAll(entry.version, requirement.specifier) !== false,
        );
        const versions = entries.map(({ version }) => version).join(' and ');
        return suiting ? [] : [`${where}: ${spell(requirement)} does not allow ${versions}, which is in ${lock.file}`];
      }),
  );
}

function demandsOf({ roots, root, coversGroups }: Lock, project: PythonProject): Demand[] {
  // Path dependencies are locked without their groups; requirements files name what they like.
  const own = roots === 'manifest' && project.root === root;
  const covers = (name: string): boolean => own && (coversGroups?.includes(name) ?? true);
  return [
    { where: 'dependencies', list: project.dependencies, complete: covers('default') || !own },
    ...Object.entries(project.optionalDependencies).map(
      ([extra, list]): Demand => ({ where: `extra '${extra}'`, list, complete: covers(extra) }),
    ),
    ...Object.entries(project.groups).map(
      ([group, list]): Demand => ({ where: `group '${group}'`, list, complete: covers(group) }),
    ),
  ];
}

/** Files made for one platform lack what other platforms need, and seldom list local projects. */
function isExpected({ roots }: Lock, { sources }: PythonProject, { name, marker }: Requirement): boolean {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  const local = source?.kind === 'path' || source?.kind === 'workspace';
  return roots === 'manifest' || (marker === undefined && !local);
}

function spell({ name, extras, specifier }: Requirement): string {
  return `${name}${extras.length ? `[${extras.join(',')}]` : ''}${specifier}`;
}
