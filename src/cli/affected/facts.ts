/** Gathers what decides about affected tasks: two states of the workspace, read and compared. */
import { realpathSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { KILN_PLUGIN_NODE } from '../../graph/external-nodes';
import type { Inferred } from '../../graph/infer';
import type { GraphView } from '../../graph/selection';
import { type Disk, nodeDisk } from '../../project/disk';
import type { Range } from '../git/range';
import { diskAt } from '../git/revision-disk';
import { inferFrom, inferNow, isShown } from '../nx/infer-workspace';
import type { NxWorkspace } from '../nx/workspace';
import { compareConfigurations } from './configurations';
import { askForeign } from './foreign';
import type { NamedInputs } from './inputs';
import { NPM_FILES, packageChange } from './npm-lock';
import type { Facts } from './select';
import { changedSlices, slicesOfLocks } from './slices';
import { allTasks, isKiln, type Task, waitsFor } from './task-graph';

/** Files that can change what a lock holds for a project. */
const MANIFEST = /\.(toml|cfg|txt|in|lock)$|(^|\/)setup\.py$/;

/**
 * @param files changed files, workspace-relative
 * @param requested tasks that are asked about; Nx is asked only about what these need
 * @throws KilnError REVISION_MISSING, GRAPH_FAILED
 */
export function gatherFacts(
  workspace: NxWorkspace,
  range: Range,
  files: readonly string[],
  requested: (task: Task) => boolean,
): Facts {
  const { root, graph } = workspace;
  const now = nodeDisk(root);
  const [before, after] = [diskAt(root, now, range.base), diskAt(root, now, range.head)];
  const onDisk = inferNow(workspace);
  const shown = [...new Set([...onDisk.files, ...files.filter(isShown)])];
  const inferAt = (disk: Disk): Inferred => inferFrom(shown.filter(disk.exists), workspace, disk);
  const [was, is] = [inferAt(before), range.head === undefined ? onDisk.inferred : inferAt(after)];
  const mayDiffer = files.some((file) => MANIFEST.test(file));
  const slices = (inferred: Inferred, disk: Disk) => slicesOfLocks(inferred.workspace, disk, () => mayDiffer);
  const tasks = allTasks(graph);
  return {
    graph,
    tasks,
    files,
    named: [namedInputs(workspace), namedInputs(workspace, was)],
    slices: changedSlices(slices(was, before), slices(is, after)),
    configurations: compareConfigurations({ graph, was, is, before, after, files }),
    external: externalChanges(root, files, before, after),
    foreign: askForeign(workspace, foreignTasks(tasks, graph, requested), files, range),
  };
}

/** @param was takes the named inputs of Python projects from there */
function namedInputs({ graph, nxJson }: NxWorkspace, was?: Inferred): NamedInputs {
  return (project, name) => {
    const data = graph.nodes[project]?.data;
    const old = data && was?.projects.get(data.root)?.node.namedInputs?.[name];
    return (
      old ??
      data?.namedInputs?.[name] ??
      nxJson.namedInputs?.[name] ??
      (name === 'default' ? ['{projectRoot}/**/*'] : undefined)
    );
  };
}

/** Those that are asked about, and those whose results they use. */
function foreignTasks(tasks: ReadonlyMap<string, Task>, graph: GraphView, requested: (task: Task) => boolean): Task[] {
  const queue = [...tasks.values()].filter(requested);
  const seen = new Set(queue);
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const id of waitsFor(next, graph)) {
      const task = tasks.get(id);
      if (task && !seen.has(task)) {
        seen.add(task);
        queue.push(task);
      }
    }
  }
  return [...seen].filter((task) => !isKiln(task));
}

/** Looks npm's locks and the installed plugin up, once per name. */
function externalChanges(root: string, files: readonly string[], before: Disk, after: Disk): Facts['external'] {
  const locks = NPM_FILES.filter((file) => file !== 'package.json' && files.includes(file));
  const known = new Map<string, string | undefined>();
  const look = (name: string): string | undefined => {
    if (name === '*') {
      return locks[0] && `${locks[0]} changed`;
    }
    const npm = name === KILN_PLUGIN_NODE ? 'nx-kiln' : name.replace(/^npm:/, '');
    const change = locks.map((file) => packageChange(file, before.read(file), after.read(file), npm)).find(Boolean);
    return change ?? (name === KILN_PLUGIN_NODE ? linkedChange(root, files) : undefined);
  };
  return (name) => {
    if (!known.has(name)) {
      known.set(name, look(name));
    }
    return known.get(name);
  };
}

/** A plugin that lies in the workspace itself, linked into node_modules. */
function linkedChange(root: string, files: readonly string[]): string | undefined {
  try {
    const installed = realpathSync(join(root, 'node_modules', 'nx-kiln'));
    const folder = relative(realpathSync(root), installed).split('\\').join('/');
    const isInside = !folder.startsWith('..') && !posix.isAbsolute(folder) && !folder.startsWith('node_modules/');
    const changed = isInside ? files.find((file) => file.startsWith(`${folder}/`)) : undefined;
    return changed && `${changed} of the linked checkout`;
  } catch {
    // Not installed there: another folder's node_modules, or Yarn's Plug'n'Play.
    return undefined;
  }
}
