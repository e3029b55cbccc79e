/** What Kiln infers from a state of the workspace, without Nx. */
import { posix } from 'node:path';
import { fingerprintCommands } from '../../graph/fingerprint-commands';
import { type Inferred, inferProjects } from '../../graph/infer';
import { GLOB } from '../../graph/manifest-files';
import type { GraphView } from '../../graph/selection';
import { thisHost } from '../../model/host';
import { type Disk, joinPath, nodeDisk } from '../../project/disk';
import { matchGlob } from '../../project/globs';
import { git } from '../git/git';
import type { NxWorkspace } from './workspace';

export type { Inferred };

/** Infers as the plugin does. @param files what the plugin would be shown, see `inferNow` */
export function inferFrom(files: readonly string[], { root, options }: NxWorkspace, disk: Disk): Inferred {
  return inferProjects(files, options, disk, { host: thisHost()?.id, commands: fingerprintCommands(root) });
}

/** A pattern with wildcards inside of its braces, as one test per alternative. */
const SHOWN = GLOB.replace(/^\*\*\/\{(.*)\}$/, '$1')
  .split(',')
  .map((name) => matchGlob(`**/${name}`));

/** Whether Nx shows a file to the plugin. */
export function isShown(file: string): boolean {
  return SHOWN.some((fits) => fits(file));
}

/** The workspace as it lies on disk, and the files that Nx shows the plugin: without what git or .nxignore leave out. */
export function inferNow(workspace: NxWorkspace): { readonly files: readonly string[]; readonly inferred: Inferred } {
  const { root, graph } = workspace;
  const disk = nodeDisk(root);
  const listed = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const all = listed.ok ? listed.stdout.toString('utf8').split('\0') : filesOfProjects(graph, disk);
  const files = [...new Set(all)].filter((file) => isShown(file) && disk.exists(file));
  const inferred = inferFrom(files, workspace, disk);
  // A project that Nx does not have is one of a folder that it was told to ignore.
  const known = new Set(Object.values(graph.nodes).map(({ data }) => data.root));
  const ignored = new Set([...inferred.projects.keys()].filter((folder) => !known.has(folder)));
  if (ignored.size === 0) {
    return { files, inferred };
  }
  const kept = files.filter((file) => !ignored.has(posix.dirname(file)));
  return { files: kept, inferred: inferFrom(kept, workspace, disk) };
}

/** Outside of a repository. */
function filesOfProjects({ nodes }: GraphView, disk: Disk): string[] {
  return Object.values(nodes).flatMap(({ data }) => disk.list(data.root).map(({ name }) => joinPath(data.root, name)));
}
