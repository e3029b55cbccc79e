/**
 * Keys: what a result depends on, and nothing else. Labels, ids, cores, timeouts and the fetch environment are left out.
 * The same functions give both levels; they differ in what sources are replaced by: deep keys by the deep keys of the
 * steps that feed them (known before anything runs), actual keys by digests of trees (so equal outputs cut off early).
 */
import { canonical, sha256 } from './canonical';
import { narrow, stepOf, toolchainOf } from './sources';
import type { Action, Assembly, Digest, InputTree, Mapped, Plan, RunRequest, Source, Step } from './types';

/** Part of every key: raised when the engine gives other results for the same step (environment, layout, format). */
const FORMAT = 1;

/** What stands for a source in a key. `path` only where the narrowed tree is not known. */
export type KeySource =
  | { readonly tree: Digest; readonly path?: string; readonly file?: true }
  | { readonly toolchain: string; readonly path?: string }
  | { readonly step: Digest; readonly path?: string };

export type Toolchains = RunRequest['toolchains'];
type Substitute = (source: Source) => KeySource;

/** Key of a step with every source replaced by what stands for it. */
export function stepKey(step: Step, substitute: Substitute, toolchains: Toolchains): Digest {
  switch (step.kind) {
    case 'action':
      return actionKey(step, substitute, toolchains);
    case 'mapped':
      return mappedKey(step, actionKey(step.worker, substitute, toolchains), substitute(step.over));
    case 'assembly':
      return assemblyKey(step, substitute);
  }
}

/** Key of an action; of a mapped action's worker too. */
export function actionKey(action: Action, substitute: Substitute, toolchains: Toolchains): Digest {
  const caches = (action.caches ?? []).map(({ name, at }) => ({ name, at }));
  return digest('action', {
    argv: action.argv,
    env: action.env,
    mounts: sortBy(
      action.mounts.map(({ at, from }) => ({ at, from: substitute(from) })),
      ({ at }) => at,
    ),
    toolchains: Object.fromEntries(
      toolchainNames(action).map((name) => [name, toolchainOf(toolchains, name).identity]),
    ),
    outputs: [...action.outputs].sort(),
    network: action.needs.network,
    caches: sortBy(caches, ({ at }) => at),
  });
}

/** Key of a whole mapped step: worker and tree, so that an unchanged tree is one look-up. */
export function mappedKey(step: Mapped, worker: Digest, over: KeySource): Digest {
  const { rename, displayStrip, displayPrefix, rest, keepMapped, onError } = step;
  const { from, to, folder } = rename;
  const display = { displayStrip, displayPrefix };
  return digest('mapped', { worker, over, rename: { from, to, folder }, ...display, rest, keepMapped, onError });
}

/**
 * Key of one file of a mapped step: what the worker is given, so that layouts share results.
 * `hermetic: false` keeps what a plain directory made apart.
 */
export function itemKey(
  worker: Digest,
  item: { readonly display: string; readonly sha256: Digest },
  hermetic: boolean,
): Digest {
  // One string instead of the canonical form: this runs once per file of the tree.
  const parts = JSON.stringify([item.display, item.sha256, hermetic ? 1 : 0]);
  return sha256(`kiln item ${FORMAT} ${worker} ${parts}`);
}

/** Key under which a toolchain's files are kept as a tree. */
export function toolchainTreeKey(identity: string): Digest {
  return digest('toolchain-tree', { identity });
}

function assemblyKey({ place }: Assembly, substitute: Substitute): Digest {
  return digest('assembly', {
    place: place.map(({ from, at, include, exclude, rename, executable }) => ({
      from: substitute(from),
      at,
      include,
      exclude,
      rename,
      executable,
    })),
  });
}

/**
 * Key of everything that a plan's result depends on; known without running a step or resolving a toolchain.
 * @throws Error (a bug in the plan) on an unknown step or toolchain, or a cycle
 */
export function planKey(plan: Plan, toolchains: Toolchains, inputs: readonly InputTree[]): Digest {
  return deepKeys(plan, toolchains, inputs)(plan.result);
}

/** Deep keys of the plan's steps by id, each computed once, only when asked for. */
export function deepKeys(plan: Plan, toolchains: Toolchains, inputs: readonly InputTree[]): (id: string) => Digest {
  const trees = new Map(inputs.map((input) => [input.digest, input.tree]));
  const keys = new Map<string, Digest>();
  const visit = (id: string, above: readonly string[]): Digest => {
    if (above.includes(id)) {
      throw new Error(`the plan has a cycle: ${[...above, id].join(' → ')}`);
    }
    const known = keys.get(id);
    if (known) {
      return known;
    }
    const substitute = (source: Source): KeySource => {
      if ('action' in source) {
        return { step: visit(source.action, [...above, id]), ...pathOf(source) };
      }
      if ('toolchain' in source) {
        return toolchainSource(source, toolchains);
      }
      const tree = trees.get(source.tree);
      return tree ? treeSource(narrow(tree, source.path, source.tree)) : { tree: source.tree, ...pathOf(source) };
    };
    const key = stepKey(stepOf(plan, id), substitute, toolchains);
    keys.set(id, key);
    return key;
  };
  return (id) => visit(id, []);
}

/** What stands for a narrowed tree: one file and a folder with that one file are mounted differently. */
export function treeSource({ digest: tree, file }: { readonly digest: Digest; readonly file?: string }): KeySource {
  return { tree, ...(file === undefined ? {} : { file: true }) };
}

export function toolchainSource(source: Extract<Source, { toolchain: string }>, toolchains: Toolchains): KeySource {
  return { toolchain: toolchainOf(toolchains, source.toolchain).identity, ...pathOf(source) };
}

const PLACEHOLDER = /\{toolchain:([^{}]+)\}/g;

/** Names of the toolchains that argv and env hold as `{toolchain:NAME}`, sorted, each once. */
export function toolchainNames({ argv, env }: Action): readonly string[] {
  const texts = [...argv, ...Object.values(env)];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map((m) => m[1] as string)))].sort();
}

/** Puts folders in the place of `{toolchain:NAME}`. */
export function fillToolchains(text: string, folderOf: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => folderOf(name));
}

function pathOf({ path }: Source): { path?: string } {
  return path === undefined || path === '' ? {} : { path };
}

function sortBy<T>(values: readonly T[], text: (value: T) => string): T[] {
  return [...values].sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

function digest(kind: string, facts: object): Digest {
  return sha256(canonical({ kiln: FORMAT, kind, ...facts }));
}
