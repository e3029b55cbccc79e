/** Which tasks a run reaches: those asked for, and those that they depend on. Pure. */
import type { TargetConfiguration } from '@nx/devkit';
import { matchGlob } from '../project/globs';
import type { RunRequest } from './command-line';

/** The part of Nx's graph that guards look at. */
export interface GraphView {
  readonly nodes: Readonly<Record<string, { readonly data: ProjectView }>>;
  readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
}
export interface ProjectView {
  readonly root: string;
  readonly targets?: Readonly<Record<string, TargetConfiguration>>;
  readonly namedInputs?: Readonly<Record<string, readonly unknown[]>>;
  readonly tags?: readonly string[];
}
export interface SelectedTask {
  readonly project: string;
  readonly name: string;
  readonly target: TargetConfiguration;
}

export function selectTasks({ targets, projects }: RunRequest, graph: GraphView): SelectedTask[] {
  const found = new Map<string, SelectedTask>();
  const queue = (projects === undefined ? Object.keys(graph.nodes) : matchProjects(projects, graph)).flatMap(
    (project) => targets.map((name) => [project, name] as const),
  );
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [project, name] = next;
    const target = graph.nodes[project]?.data.targets?.[name];
    if (!target || found.has(`${project}:${name}`)) {
      continue;
    }
    found.set(`${project}:${name}`, { project, name, target });
    queue.push(...(target.dependsOn ?? []).flatMap((entry) => dependsOn(entry, project, graph)));
  }
  return [...found.values()];
}

type DependsOn = NonNullable<TargetConfiguration['dependsOn']>[number];

function dependsOn(entry: DependsOn, project: string, graph: GraphView): (readonly [string, string])[] {
  if (typeof entry === 'string') {
    return entry.startsWith('^')
      ? upstream(project, graph).map((name) => [name, entry.slice(1)] as const)
      : [[project, entry]];
  }
  const target = entry.target.replace(/^\^/, '');
  if (entry.dependencies || entry.target.startsWith('^') || entry.projects === 'dependencies') {
    return upstream(project, graph).map((name) => [name, target] as const);
  }
  if (entry.projects === undefined || entry.projects === 'self') {
    return [[project, target]];
  }
  return matchProjects([entry.projects].flat(), graph).map((name) => [name, target] as const);
}

/** All that a project depends on: Nx looks through projects that lack the target. */
function upstream(project: string, { dependencies }: GraphView): string[] {
  const seen = new Set<string>();
  const queue = [project];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { target } of dependencies[next] ?? []) {
      if (!seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return [...seen];
}

/** Names, folders and patterns of them, `tag:`, `!` to leave out: Nx's way to name projects. */
function matchProjects(patterns: readonly string[], { nodes }: GraphView): string[] {
  const matches = (pattern: string): string[] => {
    const tag = /^tag:(.+)$/.exec(pattern)?.[1];
    const fits = matchGlob(tag ?? pattern);
    return Object.entries(nodes)
      .filter(([name, { data }]) => (tag ? (data.tags ?? []).some(fits) : fits(name) || fits(data.root)))
      .map(([name]) => name);
  };
  const out = new Set(patterns.filter((p) => p.startsWith('!')).flatMap((p) => matches(p.slice(1))));
  const wanted = patterns.filter((p) => !p.startsWith('!'));
  const all = wanted.length === 0 ? Object.keys(nodes) : wanted.flatMap(matches);
  return [...new Set(all)].filter((name) => !out.has(name));
}
