import { KilnError } from '../model/errors';
import { normalizeName } from './names';
import { choose } from './purposes';
import type { PythonProject, Requirement } from './types';
import { localProject, lockOf, type PythonWorkspace } from './workspace';

/** A dependency whose source says that it is a project of the workspace, where none is (or none that can be read). */
export interface Dangling {
  readonly from: PythonProject;
  readonly name: string;
  readonly error: KilnError;
}

/**
 * Strict runtime closure: the local projects that an installed project needs, through dependencies and the extras that
 * are asked for; never through groups. Markers are not evaluated: what may be needed counts. Sorted by root.
 * @param onDangling what to do where a local source leads nowhere; default: throw its error
 * @throws KilnError PYPROJECT_INVALID, PROJECT_INCOMPLETE
 */
export function strictRuntimeClosure(
  project: PythonProject,
  workspace: PythonWorkspace,
  onDangling: (dangling: Dangling) => void = throwDangling,
): PythonProject[] {
  return closureFrom(project, [[project, project.dependencies]], workspace, onDangling);
}

/**
 * The local projects that a project's tests and type checkers can import: the strict runtime closure, what the groups and
 * extras of those purposes name (also those of the project in the lock's folder), and the strict runtime closures of that.
 * @param onDangling what to do where a local source leads nowhere; default: throw its error
 * @throws KilnError PYPROJECT_INVALID, PROJECT_INCOMPLETE
 */
export function testClosure(
  project: PythonProject,
  workspace: PythonWorkspace,
  onDangling: (dangling: Dangling) => void = throwDangling,
): PythonProject[] {
  const scope = lockOf(project, workspace);
  const hub = scope?.members.find(({ root }) => root === scope.root);
  const named = (from: PythonProject, parts: Partial<PythonProject>): (readonly [PythonProject, Requirement[]])[] => {
    const all = { dependencies: [], groups: {}, extras: parts.optionalDependencies ?? {}, ...parts };
    return (['test', 'typecheck'] as const).map((purpose) => [from, [...choose(all, purpose).entries]]);
  };
  const shared = hub && hub !== project ? named(hub, { groups: hub.groups }) : [];
  return closureFrom(project, [...named(project, project), ...shared], workspace, onDangling);
}

function closureFrom(
  project: PythonProject,
  starts: readonly (readonly [PythonProject, readonly Requirement[]])[],
  workspace: PythonWorkspace,
  onDangling: (dangling: Dangling) => void,
): PythonProject[] {
  const extrasOf = new Map<PythonProject, Set<string>>([[project, new Set()]]);
  const visit = (from: PythonProject, requirements: readonly Requirement[]): void => {
    for (const requirement of requirements) {
      // A project's own name with extras only switches those on.
      const target = requirement.name === from.normalizedName ? from : localProject(from, requirement.name, workspace);
      if (!target) {
        const error = danglingError(from, requirement.name, workspace);
        if (error) {
          onDangling({ from, name: requirement.name, error });
        }
        continue;
      }
      const seen = extrasOf.get(target);
      const extras = requirement.extras.filter((extra) => !seen?.has(extra));
      extrasOf.set(target, new Set([...(seen ?? []), ...extras]));
      if (!seen) {
        visit(target, target.dependencies);
      }
      for (const extra of extras) {
        visit(target, target.optionalDependencies[extra] ?? []);
      }
    }
  };
  for (const [from, requirements] of starts) {
    visit(from, requirements);
  }
  return [...extrasOf.keys()].filter((p) => p !== project).sort((a, b) => (a.root < b.root ? -1 : 1));
}

function throwDangling({ error }: Dangling): never {
  throw error;
}

/** `undefined` for what comes from an index, an address, or an archive in the workspace. */
function danglingError(from: PythonProject, name: string, { broken }: PythonWorkspace): KilnError | undefined {
  const source = from.sources[name];
  const isLocal =
    source?.kind === 'workspace' || (source?.kind === 'path' && !/\.(whl|zip|tar\.\w+|tgz)$/.test(source.path));
  if (!isLocal) {
    return undefined;
  }
  const unreadable = broken.find((b) =>
    source.kind === 'path' ? b.root === source.path : b.name !== undefined && normalizeName(b.name) === name,
  );
  const where = source.kind === 'path' ? `in ${source.path}` : 'of that name in the workspace';
  return (
    unreadable?.error ??
    new KilnError('PROJECT_INCOMPLETE', `${from.name} needs '${name}', but there is no Python project ${where}`, {
      lines: [`${from.file} says so (or the root of its uv workspace)`],
      hint: 'correct the source, or add the project; one in .nxignore is not seen',
    })
  );
}
