/** What Nx calls while it makes the project graph. */
import type { CreateDependencies, CreateNodes, CreateNodesResult, RawProjectGraphDependency } from '@nx/devkit';
import { thisHost } from '../model/host';
import { nodeDisk } from '../project/disk';
import { manifestsIn } from '../project/manifests/manifest-files';
import type { PythonWorkspace } from '../project/workspace';
import { manifestEdges, pluginEdges } from './dependencies';
import { fingerprintCommands } from './fingerprint-commands';
import { importEdges, indexOfNames } from './imports/edges';
import { type Inferred, inferProjects } from './infer';
import { KILN_INDEX_NODE, kilnIndexNode, kilnPluginNode } from './kiln-plugin';
import { GLOB, isManifest } from './manifest-files';
import { type KilnPluginOptions, readPluginOptions } from './plugin-options';
import type { GraphView } from './selection';
import { KILN_PLUGIN_NODE } from './targets/inputs';

export const createNodes: CreateNodes<KilnPluginOptions> = [
  GLOB,
  (files, rawOptions, { workspaceRoot }) => {
    // A workspace without Python pays for nothing.
    if (!files.some(isManifest)) {
      return [];
    }
    const options = readPluginOptions(rawOptions);
    return nodesOf(inferAt(files, options, workspaceRoot), options, workspaceRoot);
  },
];

export const createDependencies: CreateDependencies<KilnPluginOptions> = (rawOptions, context) => {
  const { projects, externalNodes, workspaceRoot } = context;
  const options = readPluginOptions(rawOptions);
  const inferred =
    latest(workspaceRoot)?.inferred ?? inferAt(manifestsOf(projects, workspaceRoot), options, workspaceRoot);
  // Names as Nx ended up with them.
  const names = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  const edges = options.inferDependencies === false ? [] : inferEdges(inferred.workspace, names, context);
  last = { root: workspaceRoot, inferred, graph: graphView(projects, edges) };
  return [...edges, ...pluginEdges(externalNodes)];
};

/** Why one project needs another: its manifest says so, or a file of it imports something. */
function inferEdges(
  workspace: PythonWorkspace,
  names: ReadonlyMap<string, string>,
  { fileMap, workspaceRoot }: Parameters<CreateDependencies>[1],
): RawProjectGraphDependency[] {
  const filesOf = (root: string) => fileMap.projectFileMap[names.get(root) ?? ''] ?? [];
  const disk = nodeDisk(workspaceRoot);
  return [...manifestEdges(workspace, names), ...importEdges({ workspace, disk, filesOf, workspaceRoot }, names)];
}

interface Latest {
  readonly root: string;
  readonly inferred: Inferred;
  /** Projects as Nx merged them; absent until it asked for edges. */
  readonly graph?: GraphView;
}

/** Nx asks for nodes, for edges, and calls the hook before tasks, in one process: what was read once serves all three. */
let last: Latest | undefined;

export function latest(workspaceRoot: string): Latest | undefined {
  return last?.root === workspaceRoot ? last : undefined;
}

export function manifestsOf(
  projects: Readonly<Record<string, { readonly root: string }>>,
  workspaceRoot: string,
): string[] {
  const roots = Object.values(projects).map(({ root }) => root);
  return manifestsIn(roots, nodeDisk(workspaceRoot));
}

/** Edges that others infer are not known here; those that a person wrote are. */
function graphView(
  projects: Parameters<CreateDependencies>[1]['projects'],
  edges: readonly { readonly source: string; readonly target: string }[],
): GraphView {
  const nodes = Object.fromEntries(Object.entries(projects).map(([name, data]) => [name, { data }]));
  const dependencies: Record<string, { target: string }[]> = {};
  for (const [name, { implicitDependencies = [] }] of Object.entries(projects)) {
    dependencies[name] = implicitDependencies.map((target) => ({ target }));
  }
  for (const { source, target } of edges) {
    dependencies[source]?.push({ target });
  }
  return { nodes, dependencies };
}

/** Reads the workspace as it is now. Files that are not there are passed over. */
export function inferAt(files: readonly string[], options: KilnPluginOptions, workspaceRoot: string): Inferred {
  const inferred = inferProjects(files, options, nodeDisk(workspaceRoot), {
    host: thisHost()?.id,
    commands: fingerprintCommands(workspaceRoot),
  });
  last = { root: workspaceRoot, inferred };
  return inferred;
}

function nodesOf(inferred: Inferred, options: KilnPluginOptions, workspaceRoot: string): [string, CreateNodesResult][] {
  const { projects, names } = inferred;
  const results = [...projects].map(([root, { file, node }]): [string, CreateNodesResult] => [
    file,
    { projects: { [root]: node } },
  ]);
  const [first] = results;
  if (first) {
    first[1].externalNodes = {
      [KILN_PLUGIN_NODE]: kilnPluginNode(),
      [KILN_INDEX_NODE]: kilnIndexNode([
        [...names],
        options,
        indexOfNames(inferred.workspace, nodeDisk(workspaceRoot)),
      ]),
    };
  }
  return results;
}
