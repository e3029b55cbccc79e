/** Everything that a new look at the workspace needs: loaded only when what was kept no longer holds. */
import type { ProjectGraphExternalNode, RawProjectGraphDependency } from '@nx/devkit';
import type { Disk } from '../project/disk';
import type { PythonWorkspace } from '../project/workspace';
import { manifestEdges } from './dependencies';
import { KILN_INDEX_NODE, KILN_PLUGIN_NODE } from './external-nodes';
import { importEdges, indexOfNames } from './imports/edges';
import type { Inferred } from './infer';
import { kilnIndexNode } from './kiln-plugin';
import type { KilnPluginOptions } from './plugin-options';
import type { NodeResults } from './warm/kept-nodes';

export { manifestsIn } from '../project/manifests/manifest-files';
export { readWorkspace } from '../project/workspace';
export { inferProjects } from './infer';

/** Why one project needs another: its manifest says so, or a file of it imports something. */
export function inferEdges(
  workspace: PythonWorkspace,
  names: ReadonlyMap<string, string>,
  request: Omit<Parameters<typeof importEdges>[0], 'workspace'>,
): RawProjectGraphDependency[] {
  return [...manifestEdges(workspace, names), ...importEdges({ workspace, ...request }, names)];
}

/** Projects in the form that Nx takes, with the external nodes that their keys name. */
export function nodesOf(
  { projects, names, workspace }: Inferred,
  options: KilnPluginOptions,
  plugin: ProjectGraphExternalNode,
  disk: Disk,
): NodeResults {
  const results = [...projects].map(([root, { file, node }]): NodeResults[number] => [
    file,
    { projects: { [root]: node } },
  ]);
  const [first] = results;
  if (first) {
    first[1].externalNodes = {
      [KILN_PLUGIN_NODE]: plugin,
      [KILN_INDEX_NODE]: kilnIndexNode([[...names], options, indexOfNames(workspace, disk)]),
    };
  }
  return results;
}
