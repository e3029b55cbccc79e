/** What Kiln sees in a workspace and what is wrong with it. Pure but for the disk that it is given. */
import { checkInputs } from '../../graph/guards';
import type { Inferred } from '../../graph/infer';
import type { GraphView } from '../../graph/selection';
import { KilnError } from '../../model/errors';
import { type Disk, joinPath } from '../../project/disk';
import { isBinding, lockProblems } from '../../project/lock-problems';
import type { LockScope } from '../../project/lock-scopes';
import { readLock } from '../../project/locks/read-lock';
import type { Diagnostic, PythonProject } from '../../project/types';
import { workspaceDiagnostics } from '../../project/workspace-diagnostics';
import { allTasks } from '../affected/task-graph';

export interface Finding extends Diagnostic {
  /** `error`: something cannot be built or would be built wrongly. */
  readonly level: 'error' | 'warning';
  /** Further lines. */
  readonly details?: readonly string[];
}

/** Everything that is wrong, errors first, by file. */
export function findProblems(inferred: Inferred, graph: GraphView, disk: Disk): Finding[] {
  const { workspace } = inferred;
  const found = [
    ...brokenManifests(inferred),
    ...invalidProjects(inferred),
    ...workspace.projects.flatMap(({ diagnostics }) => diagnostics.map(warning)),
    ...workspace.locks.flatMap((scope) => lockFindings(scope, disk)),
    ...workspaceDiagnostics(workspace, disk).map(warning),
    ...sharedNames(inferred),
    ...overriddenTargets(graph, inferred, disk),
  ];
  const rank = ({ level, file, line = 0 }: Finding): string =>
    `${level === 'error' ? 0 : 1} ${file} ${String(line).padStart(8, '0')}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export function warning(diagnostic: Diagnostic): Finding {
  return { level: 'warning', ...diagnostic };
}

/** A file that no project needs is most likely a template. */
function brokenManifests({ workspace, problems }: Inferred): Finding[] {
  return workspace.broken.map(({ file, root, error }) => ({
    ...ofError(error, file),
    level: problems.has(root) ? 'error' : 'warning',
  }));
}

/** Wrong settings, dependencies that lead nowhere. What only repeats a broken file of another project names who needs it. */
function invalidProjects({ workspace, problems }: Inferred): Finding[] {
  const unreadable = new Set(workspace.broken.map(({ root }) => root));
  const broken = new Set(workspace.broken.map(({ error }) => error.message));
  return [...problems]
    .filter(([root]) => !unreadable.has(root))
    .map(([root, { message, lines, hint }]) => {
      const file = workspace.projects.find((project) => project.root === root)?.file ?? root;
      return broken.has(message)
        ? { level: 'error', file, message: `needs a project that cannot be read: ${message}` }
        : { level: 'error', file, message, details: lines, ...(hint ? { fix: hint } : {}) };
    });
}

function ofError({ message, lines, hint }: KilnError, file: string): Omit<Finding, 'level'> {
  const position = message.startsWith(file) ? /^:(\d+)(?::\d+)?:?\s*/.exec(message.slice(file.length)) : null;
  return {
    file,
    ...(position ? { line: Number(position[1]) } : {}),
    message: position ? message.slice(file.length + position[0].length) : message,
    ...(lines.length > 0 ? { details: lines } : {}),
    ...(hint ? { fix: hint } : {}),
  };
}

/** A lock that cannot be read, or that says something else than the manifests. */
function lockFindings({ file, members, attached }: LockScope, disk: Disk): Finding[] {
  try {
    const lock = readLock(file, disk);
    const [bound, free] = [true, false].map((wanted) =>
      [...members, ...attached].filter((project) => isBinding(lock, project) === wanted),
    ) as [PythonProject[], PythonProject[]];
    return [
      ...lockProblems(lock, bound).map((problem): Finding => ({ level: 'error', ...problem })),
      // Requirements above a project may be meant for it or not.
      ...lockProblems(lock, free).map((problem): Finding => ({ level: 'warning', ...problem })),
    ];
  } catch (error) {
    if (error instanceof KilnError) {
      return [{ level: 'error', ...ofError(error, file) }];
    }
    throw error;
  }
}

/** Twins in one lock are found with the workspace's other oddities. */
function sharedNames({ workspace, names }: Inferred): Finding[] {
  const byName = new Map<string, PythonProject[]>();
  for (const project of workspace.projects) {
    byName.set(project.normalizedName, [...(byName.get(project.normalizedName) ?? []), project]);
  }
  const inOneLock = (same: readonly PythonProject[]): boolean =>
    workspace.locks.some(({ members }) => members.filter((member) => same.includes(member)).length > 1);
  return [...byName].flatMap(([name, same]): Finding[] => {
    const [first, ...others] = same;
    return first === undefined || others.length === 0 || inOneLock(same)
      ? []
      : [
          {
            level: 'warning',
            file: first.file,
            message: `${same.length} projects are called ${name}: ${same.map(({ root }) => root).join(', ')}`,
            fix: `Nx knows them as ${same.map(({ root }) => names.get(root)).join(', ')}; a dependency of that name means the one in its own workspace`,
          },
        ];
  });
}

/** What targetDefaults and project.json take away from inferred targets. */
function overriddenTargets(graph: GraphView, inferred: Inferred, disk: Disk): Finding[] {
  return [...allTasks(graph).values()].flatMap((task): Finding[] => {
    try {
      checkInputs([task], graph, inferred.projects);
      return [];
    } catch (error) {
      if (!(error instanceof KilnError)) {
        throw error;
      }
      const own = joinPath(graph.nodes[task.project]?.data.root ?? '.', 'project.json');
      return [{ level: 'error', ...ofError(error, disk.exists(own) ? own : 'nx.json') }];
    }
  });
}
