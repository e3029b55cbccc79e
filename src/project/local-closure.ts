import { KilnError } from '../model/errors';
import { byRoot } from './disk';
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
): readonly PythonProject[] {
  const known = closuresOf(workspace).runtime;
  const closure =
    known.get(project) ?? closureFrom(project, [edgesOf(project, project.dependencies, workspace)], workspace);
  known.set(project, closure);
  closure.dangling.forEach(onDangling);
  return closure.projects;
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
): readonly PythonProject[] {
  const scope = lockOf(project, workspace);
  const hub = scope?.members.find(({ root }) => root === scope.root);
  const shared = hub && hub !== project ? sharedEdges(hub, workspace) : [];
  const own = testParts(project).map((list) => list.flatMap((one) => edgeOf(project, one, workspace)));
  const closure = closureFrom(project, [...own, shared], workspace);
  closure.dangling.forEach(onDangling);
  return closure.projects;
}

/** Local projects that a project's own dependencies and extras name, itself left out: METADATA says their versions. */
export function namedProjects(project: PythonProject, workspace: PythonWorkspace): readonly PythonProject[] {
  const written = [project.dependencies, ...Object.values(project.optionalDependencies)].flat();
  const named = new Set(written.flatMap(({ name }) => localProject(project, name, workspace) ?? []));
  named.delete(project);
  return [...named];
}

/** What the groups of the project in a lock's folder name serves all members. */
function sharedEdges(hub: PythonProject, workspace: PythonWorkspace): readonly Edge[] {
  const { shared } = closuresOf(workspace);
  const lists = shared.has(hub) ? [] : testParts({ groups: hub.groups });
  const known = shared.get(hub) ?? lists.flat().flatMap((one) => edgeOf(hub, one, workspace));
  shared.set(hub, known);
  return known;
}

function testParts(parts: Partial<PythonProject>): readonly (readonly Requirement[])[] {
  const all = { dependencies: [], groups: {}, extras: parts.optionalDependencies ?? {}, ...parts };
  return (['test', 'typecheck'] as const).map((purpose) => choose(all, purpose).entries);
}

/** A requirement that leads to a local project, or should. */
type Edge = { readonly target: PythonProject; readonly extras: readonly string[] } | Dangling;

interface LocalClosure {
  readonly projects: readonly PythonProject[];
  readonly dangling: readonly Dangling[];
}

interface Closures {
  readonly runtime: Map<PythonProject, LocalClosure>;
  readonly shared: Map<PythonProject, readonly Edge[]>;
  /** A manifest's lists and their entries are asked for by all who need it; each belongs to one project. */
  readonly lists: Map<readonly Requirement[], readonly Edge[]>;
  readonly edges: Map<Requirement, readonly Edge[]>;
}

const CLOSURES = new WeakMap<PythonWorkspace['projects'], Closures>();

function closuresOf({ projects }: PythonWorkspace): Closures {
  const known = CLOSURES.get(projects) ?? { runtime: new Map(), shared: new Map(), lists: new Map(), edges: new Map() };
  CLOSURES.set(projects, known);
  return known;
}

/** Most requirements lead to an index and are none. */
function edgesOf(
  from: PythonProject,
  requirements: readonly Requirement[],
  workspace: PythonWorkspace,
): readonly Edge[] {
  const { lists } = closuresOf(workspace);
  const known = lists.get(requirements) ?? requirements.flatMap((one) => edgeOf(from, one, workspace));
  lists.set(requirements, known);
  return known;
}

function edgeOf(from: PythonProject, requirement: Requirement, workspace: PythonWorkspace): readonly Edge[] {
  const { edges } = closuresOf(workspace);
  const known = edges.get(requirement) ?? findEdge(from, requirement, workspace);
  edges.set(requirement, known);
  return known;
}

function findEdge(from: PythonProject, { name, extras }: Requirement, workspace: PythonWorkspace): readonly Edge[] {
  // A project's own name with extras only switches those on.
  const target = name === from.normalizedName ? from : localProject(from, name, workspace);
  if (target) {
    return [{ target, extras }];
  }
  const error = danglingError(from, name, workspace);
  return error ? [{ from, name, error }] : NO_EDGES;
}

const NO_EDGES: readonly Edge[] = [];
const NO_REQUIREMENTS: readonly Requirement[] = [];

function closureFrom(
  project: PythonProject,
  starts: readonly (readonly Edge[])[],
  workspace: PythonWorkspace,
): LocalClosure {
  const extrasOf = new Map<PythonProject, ReadonlySet<string>>([[project, NONE]]);
  const dangling: Dangling[] = [];
  const visit = (edges: readonly Edge[]): void => {
    for (const edge of edges) {
      if ('error' in edge) {
        dangling.push(edge);
        continue;
      }
      const { target } = edge;
      const seen = extrasOf.get(target);
      const extras = edge.extras.filter((extra) => !seen?.has(extra));
      if (!seen || extras.length > 0) {
        extrasOf.set(target, extras.length > 0 ? new Set([...(seen ?? []), ...extras]) : NONE);
      }
      if (!seen) {
        visit(edgesOf(target, target.dependencies, workspace));
      }
      for (const extra of extras) {
        visit(edgesOf(target, target.optionalDependencies[extra] ?? NO_REQUIREMENTS, workspace));
      }
    }
  };
  starts.forEach(visit);
  const projects = [...extrasOf.keys()].filter((p) => p !== project).sort(byRoot);
  return { projects, dangling };
}

const NONE: ReadonlySet<string> = new Set();

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
