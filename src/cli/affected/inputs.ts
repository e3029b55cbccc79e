/** What of the workspace is in a task's key, as Nx works it out from `inputs`. Pure. */
import type { GraphView } from '../../graph/selection';

/** Files that match one of `include` and none of `exclude`. Patterns are workspace-relative. */
export interface Fileset {
  /** Root of the project that the files have to belong to; absent: any file of the workspace. */
  readonly owner?: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface TaskInputs {
  readonly filesets: readonly Fileset[];
  /** Names of the projects whose configuration is in the key: Nx takes it along with a project's files. */
  readonly projects: readonly string[];
  /** Patterns of `dependentTasksOutputFiles`. */
  readonly outputs: readonly string[];
  /** Named external nodes; absent: all of them. */
  readonly externals?: readonly string[];
}

/** Named inputs of a project, its own before the workspace's. */
export type NamedInputs = (project: string, name: string) => readonly unknown[] | undefined;

interface Draft {
  readonly filesets: Map<string, { owner?: string; include: string[]; exclude: string[] }>;
  readonly projects: Set<string>;
  readonly outputs: string[];
  externals?: string[];
  readonly seen: Set<string>;
}

/**
 * Resolves the `inputs` of a target.
 * @param inputs as Nx merged them; absent: Nx's defaults
 */
export function readInputs(
  project: string,
  inputs: readonly unknown[] | undefined,
  graph: GraphView,
  named: NamedInputs,
): TaskInputs {
  const draft: Draft = { filesets: new Map(), projects: new Set([project]), outputs: [], seen: new Set() };
  visit(inputs ?? ['default', '^default'], project, graph, named, draft);
  return {
    filesets: [...draft.filesets.values()],
    projects: [...draft.projects],
    outputs: draft.outputs,
    ...(draft.externals ? { externals: draft.externals } : {}),
  };
}

function visit(entries: readonly unknown[], project: string, graph: GraphView, named: NamedInputs, draft: Draft): void {
  for (const entry of entries) {
    if (typeof entry === 'string') {
      readText(entry, project, graph, named, draft);
    } else if (typeof entry === 'object' && entry !== null) {
      readObject(entry as Readonly<Record<string, unknown>>, project, graph, named, draft);
    }
  }
}

function readText(text: string, project: string, graph: GraphView, named: NamedInputs, draft: Draft): void {
  if (text.startsWith('^')) {
    for (const below of dependenciesOf(project, graph)) {
      readText(text.slice(1), below, graph, named, draft);
    }
  } else if (/^!?\{(projectRoot|workspaceRoot)\}/.test(text)) {
    addFileset(text, project, graph, draft, '');
  } else {
    // Named inputs may name each other in a circle.
    const key = `${project}\n${text}`;
    if (!draft.seen.has(key)) {
      draft.seen.add(key);
      visit(named(project, text) ?? [], project, graph, named, draft);
    }
  }
}

function readObject(
  entry: Readonly<Record<string, unknown>>,
  project: string,
  graph: GraphView,
  named: NamedInputs,
  draft: Draft,
): void {
  const { fileset, input, projects, dependencies, json, dependentTasksOutputFiles, externalDependencies } = entry;
  const owners =
    dependencies === true || projects === 'dependencies'
      ? dependenciesOf(project, graph)
      : projects === undefined || projects === 'self'
        ? [project]
        : [projects].flat().filter((name): name is string => typeof name === 'string' && name in graph.nodes);
  if (typeof fileset === 'string' || typeof json === 'string') {
    for (const owner of owners) {
      addFileset((fileset ?? json) as string, owner, graph, draft, entry.includeIgnored === true ? 'disk' : '');
    }
  } else if (typeof input === 'string') {
    for (const owner of owners) {
      readText(input, owner, graph, named, draft);
    }
  } else if (typeof dependentTasksOutputFiles === 'string') {
    draft.outputs.push(dependentTasksOutputFiles);
  } else if (Array.isArray(externalDependencies)) {
    draft.externals = [...(draft.externals ?? []), ...externalDependencies.map(String)];
  }
}

/** Files are grouped as Nx groups them: an exclusion counts for the files of its own project or of the workspace. */
function addFileset(text: string, project: string, graph: GraphView, draft: Draft, kind: string): void {
  const isExclusion = text.startsWith('!');
  const pattern = isExclusion ? text.slice(1) : text;
  const ofProject = pattern.startsWith('{projectRoot}');
  const root = graph.nodes[project]?.data.root ?? '.';
  const path = pattern
    .replace('{projectRoot}/', root === '.' ? '' : `${root}/`)
    .replace('{projectRoot}', root)
    .replace(/^\{workspaceRoot\}\/?/, '')
    .replaceAll('{projectName}', project);
  const key = ofProject ? `${kind}${root}` : `${kind}:workspace`;
  // Straight from disk: Nx does not ask whose file it is.
  const fileset = draft.filesets.get(key) ?? {
    ...(ofProject && kind === '' ? { owner: root } : {}),
    include: [],
    exclude: [],
  };
  draft.filesets.set(key, fileset);
  fileset[isExclusion ? 'exclude' : 'include'].push(path);
  if (ofProject) {
    draft.projects.add(project);
  }
}

/** All projects that a project depends on, near and far. */
export function dependenciesOf(project: string, { dependencies, nodes }: GraphView): string[] {
  const seen = new Set<string>();
  const queue = [project];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { target } of dependencies[next] ?? []) {
      if (target in nodes && target !== project && !seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return [...seen];
}
