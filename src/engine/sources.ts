/** Where inputs come from, narrowed to exactly what a step reads of them. */
import { subtree, treeDigest } from './tree';
import type { Digest, Plan, RunRequest, Source, Step, Toolchain, Tree } from './types';

/** A tree narrowed to a source's `path`; `file` is set where that path is one file instead of a folder. */
export interface Narrowed {
  readonly digest: Digest;
  readonly tree: Tree;
  /** Base name of the only file. */
  readonly file?: string;
}

/**
 * @param digest of the whole tree, where known: saves computing it when there is no path
 * @throws KilnError TREE_INVALID when the tree has no such path
 */
export function narrow(tree: Tree, path: string | undefined, digest?: Digest): Narrowed {
  if (path === undefined || path === '') {
    return { digest: digest ?? treeDigest(tree), tree };
  }
  const part = subtree(tree, path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  // `path` may be a link: to a file it is a file, to a folder a folder.
  const single =
    part.entries.length === 1 && part.entries[0]?.path === name && tree.entries.some((e) => e.path === path);
  return { digest: treeDigest(part), tree: part, ...(single ? { file: name } : {}) };
}

const EMPTY: Tree = { entries: [] };

/** Narrows what a step gave. A folder that it declares and left empty is an empty tree: trees know no empty folders. */
export function narrowOutput(step: Step, tree: Tree, path: string | undefined, digest: Digest): Narrowed {
  const declared = step.kind === 'action' && path !== undefined && step.outputs.includes(path);
  return declared && !tree.entries.some((entry) => entry.path === path || entry.path.startsWith(`${path}/`))
    ? narrow(EMPTY, undefined)
    : narrow(tree, path, digest);
}

/** Every source of a step, in a fixed order. */
export function sourcesOf(step: Step): readonly Source[] {
  switch (step.kind) {
    case 'action':
      return step.mounts.map(({ from }) => from);
    case 'mapped':
      return [...sourcesOf(step.worker), step.over];
    case 'assembly':
      return step.place.map(({ from }) => from);
  }
}

/** @throws Error (a bug in the plan) when it names a step that it does not have */
export function stepOf(plan: Plan, id: string): Step {
  const step = plan.steps[id];
  if (!step) {
    throw new Error(`the plan names the step ${JSON.stringify(id)}, it has ${Object.keys(plan.steps).join(', ')}`);
  }
  return step;
}

/** @throws Error (a bug in the plan) when the request lacks the toolchain */
export function toolchainOf(toolchains: RunRequest['toolchains'], name: string): Toolchain {
  const toolchain = toolchains[name];
  if (!toolchain) {
    throw new Error(
      `the plan names the toolchain ${JSON.stringify(name)}, there is ${Object.keys(toolchains).join(', ')}`,
    );
  }
  return toolchain;
}
