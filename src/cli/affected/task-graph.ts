/** Tasks and what they wait for, as `dependsOn` says. Pure. */
import type { TargetConfiguration } from '@nx/devkit';
import type { GraphView } from '../../graph/selection';
import { matchGlob } from '../../project/globs';

export interface Task {
  /** `py-app:build`, as Nx writes it. */
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly target: TargetConfiguration;
}

export function isKiln({ target }: Pick<Task, 'target'>): boolean {
  return target.executor?.startsWith('nx-kiln:') === true;
}

export function isClosure({ target }: Pick<Task, 'target'>): boolean {
  return target.executor === 'nx-kiln:closure';
}

/** Every target of every project, by id. */
export function allTasks({ nodes }: GraphView): ReadonlyMap<string, Task> {
  return new Map(
    Object.entries(nodes).flatMap(([project, { data }]) =>
      Object.entries(data.targets ?? {}).map(([name, target]): [string, Task] => [
        `${project}:${name}`,
        { id: `${project}:${name}`, project, name, target },
      ]),
    ),
  );
}

/** Ids of the tasks that a task waits for directly. */
export function waitsFor({ project, target }: Task, graph: GraphView): string[] {
  const ids = (target.dependsOn ?? []).flatMap((entry) => {
    const { projects, dependencies, target: name } = typeof entry === 'string' ? { target: entry } : entry;
    const wanted = name.replace(/^\^/, '');
    if (name.startsWith('^') || dependencies || projects === 'dependencies') {
      return nearest(project, wanted, graph);
    }
    const owners = projects === undefined || projects === 'self' ? [project] : named([projects].flat(), graph);
    return owners.map((owner) => `${owner}:${wanted}`);
  });
  return [...new Set(ids)].filter((id) => {
    const at = id.lastIndexOf(':');
    return graph.nodes[id.slice(0, at)]?.data.targets?.[id.slice(at + 1)] !== undefined;
  });
}

/** Nx looks through projects that lack the target. */
function nearest(project: string, target: string, { nodes, dependencies }: GraphView): string[] {
  const seen = new Set([project]);
  const found: string[] = [];
  const queue = [project];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { target: below } of dependencies[next] ?? []) {
      if (seen.has(below)) {
        continue;
      }
      seen.add(below);
      if (nodes[below]?.data.targets?.[target]) {
        found.push(`${below}:${target}`);
      } else {
        queue.push(below);
      }
    }
  }
  return found;
}

function named(patterns: readonly string[], { nodes }: GraphView): string[] {
  return patterns.flatMap((pattern) => {
    const fits = matchGlob(pattern);
    return pattern in nodes ? [pattern] : Object.keys(nodes).filter(fits);
  });
}
