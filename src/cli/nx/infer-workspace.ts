/** What Kiln infers from a state of the workspace, without Nx. */
import { posix } from 'node:path';
import { fingerprintCommands } from '../../graph/fingerprint-commands';
import { type Inferred, inferProjects } from '../../graph/infer';
import { manifestsOf } from '../../graph/nodes';
import { thisHost } from '../../model/host';
import type { Disk } from '../../project/disk';
import type { NxWorkspace } from './workspace';

export type { Inferred } from '../../graph/infer';

/** @param changed further files that may be manifests: those of projects that are gone */
export function inferWorkspace(
  { root, graph, options }: NxWorkspace,
  changed: readonly string[],
  disk: Disk,
): Inferred {
  const roots = Object.fromEntries(Object.entries(graph.nodes).map(([name, { data }]) => [name, data]));
  const gone = changed.filter((file) => posix.basename(file) === 'pyproject.toml');
  return inferProjects([...new Set([...manifestsOf(roots), ...gone])], options, disk, {
    host: thisHost()?.id,
    commands: fingerprintCommands(root),
  });
}
