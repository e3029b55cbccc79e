/** What Nx calls while it makes the project graph. */
import { posix } from 'node:path';
import type { CreateDependencies, CreateNodes, CreateNodesResult } from '@nx/devkit';
import { nodeDisk } from '../project/disk';
import { manifestEdges, pluginEdges } from './dependencies';
import { fingerprintCommands } from './fingerprint-commands';
import { hostId } from './host';
import { type Inferred, inferProjects } from './infer';
import { KILN_INDEX_NODE, kilnIndexNode, kilnPluginNode } from './kiln-plugin';
import { type KilnPluginOptions, readPluginOptions } from './plugin-options';
import { KILN_PLUGIN_NODE } from './targets';

/** Files whose edit can change a project; locks and versions are inputs besides. */
const GLOB = '**/{pyproject.toml,uv.lock,kiln.json,.python-version}';

export const createNodes: CreateNodes<KilnPluginOptions> = [
  GLOB,
  (files, rawOptions, { workspaceRoot }) => {
    const manifests = files.filter((file) => posix.basename(file) === 'pyproject.toml');
    // A workspace without Python pays for nothing.
    if (manifests.length === 0) {
      return [];
    }
    const options = readPluginOptions(rawOptions);
    return nodesOf(inferAt(manifests, options, workspaceRoot), options);
  },
];

export const createDependencies: CreateDependencies<KilnPluginOptions> = (
  rawOptions,
  { projects, externalNodes, workspaceRoot },
) => {
  const options = readPluginOptions(rawOptions);
  if (options.inferDependencies === false) {
    return pluginEdges(externalNodes);
  }
  const manifests = Object.values(projects).map(({ root }) => posix.join(root, 'pyproject.toml'));
  const { workspace } = last?.root === workspaceRoot ? last.inferred : inferAt(manifests, options, workspaceRoot);
  // Names as Nx ended up with them.
  const names = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  return [...manifestEdges(workspace, names), ...pluginEdges(externalNodes)];
};

/** Nx asks for nodes and then for edges, in one process: what was read for the one serves the other. */
let last: { root: string; inferred: Inferred } | undefined;

/** Reads the workspace as it is now. Files that are not there are passed over. */
export function inferAt(manifests: readonly string[], options: KilnPluginOptions, workspaceRoot: string): Inferred {
  const inferred = inferProjects(manifests, options, nodeDisk(workspaceRoot), {
    host: hostId(),
    commands: fingerprintCommands(workspaceRoot),
  });
  last = { root: workspaceRoot, inferred };
  return inferred;
}

function nodesOf(inferred: Inferred, options: KilnPluginOptions): [string, CreateNodesResult][] {
  const { projects, names } = inferred;
  const results = [...projects].map(([root, { file, node }]): [string, CreateNodesResult] => [
    file,
    { projects: { [root]: node } },
  ]);
  const [first] = results;
  if (first) {
    first[1].externalNodes = {
      [KILN_PLUGIN_NODE]: kilnPluginNode(),
      [KILN_INDEX_NODE]: kilnIndexNode([[...names], options, sourcesOf(inferred)]),
    };
  }
  return results;
}

/** Where each project's local names lead. */
function sourcesOf({ workspace }: Inferred): unknown {
  return workspace.projects.map(({ root, normalizedName, sources }) => [root, normalizedName, sources]);
}
