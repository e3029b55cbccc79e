/** What a project may import: itself, the projects and distributions that its manifest names, and what those bring. */
import { strictRuntimeClosure } from '../../project/local-closure';
import type { LockScope } from '../../project/lock-scopes';
import { normalizeName } from '../../project/names';
import type { PythonProject, Requirement } from '../../project/types';
import { localProject, lockOf, type PythonWorkspace, plainNames, requirementsOf } from '../../project/workspace';

export interface Visible {
  readonly project: PythonProject;
  readonly own: ReadonlySet<PythonProject>;
  /** Named by dependencies, extras or groups. */
  readonly direct: ReadonlySet<PythonProject>;
  /** What those need at run time. */
  readonly indirect: ReadonlySet<PythonProject>;
  /** All projects of the same lock, itself included: one environment may hold them all. */
  readonly neighbours: ReadonlySet<PythonProject>;
  /** Distributions that the manifest names, PEP 503. */
  readonly distributions: ReadonlySet<string>;
  /** Names that groups alone declare: distributions and local projects. */
  readonly groupsOnly: ReadonlySet<string>;
}

function shipped({ dependencies, optionalDependencies }: PythonProject): readonly Requirement[] {
  return [...dependencies, ...Object.values(optionalDependencies).flat()];
}

const NOBODY: ReadonlySet<PythonProject> = new Set();
/** A thousand projects of one lock share one set. */
const MEMBERS = new WeakMap<LockScope, ReadonlySet<PythonProject>>();

function membersOf(scope: LockScope): ReadonlySet<PythonProject> {
  const known = MEMBERS.get(scope) ?? new Set([...scope.members, ...scope.attached]);
  MEMBERS.set(scope, known);
  return known;
}

export function visibleFrom(project: PythonProject, workspace: PythonWorkspace): Visible {
  const direct = new Set<PythonProject>();
  const distributions = new Set<string>();
  for (const { name } of requirementsOf(project)) {
    const target = localProject(project, name, workspace);
    if (!target) {
      distributions.add(normalizeName(name));
    } else if (target !== project) {
      direct.add(target);
    }
  }
  const scope = lockOf(project, workspace);
  // Where no lock says that the name comes from an index, people install the folder beside it.
  for (const plain of scope ? [] : plainNames(project, workspace)) {
    direct.add(plain.project);
  }
  const indirect = new Set<PythonProject>();
  for (const target of direct) {
    for (const needed of strictRuntimeClosure(target, workspace, () => undefined)) {
      if (needed !== project && !direct.has(needed)) {
        indirect.add(needed);
      }
    }
  }
  const shippedNames = new Set(shipped(project).map(({ name }) => normalizeName(name)));
  return {
    project,
    own: new Set([project]),
    direct,
    indirect,
    neighbours: scope ? membersOf(scope) : NOBODY,
    distributions,
    groupsOnly: new Set(
      Object.values(project.groups)
        .flat()
        .map(({ name }) => normalizeName(name))
        .filter((name) => !shippedNames.has(name)),
    ),
  };
}
