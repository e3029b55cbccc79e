/** Runs one step of a plan on a miss: resolves what it names, then hands it to runner, workers or assembly. */
import { assemble } from './assembly';
import { acquireCores } from './cores';
import { type Evaluation, emit, fileProgress } from './evaluation';
import { actionKey, type KeySource, toolchainNames, toolchainSource, treeSource } from './keys';
import { runMapped } from './mapped';
import type { Host } from './runner/isolation';
import type { Job, ReadyMount } from './runner/prepare';
import { runAction } from './runner/run-action';
import { type Narrowed, narrow, toolchainOf } from './sources';
import { toolchainTree } from './toolchain-tree';
import { isFile } from './tree';
import type { Action, Assembly, Digest, Isolation, Mapped, Source, Step, Tree } from './types';

/** Trees of a step's sources that are steps or inputs; toolchains are resolved later, and only on a miss. */
export type Resolved = (source: Source) => Narrowed | undefined;

export interface Made {
  readonly tree: Tree;
  readonly hits: number;
  readonly misses: number;
  readonly isolation?: Isolation;
  readonly log?: string;
}

/** What stands for a source in the key over actual digests. */
export function actualSource({ request }: Evaluation, resolved: Resolved): (source: Source) => KeySource {
  return (source) => {
    if ('toolchain' in source) {
      return toolchainSource(source, request.toolchains);
    }
    return treeSource(known(resolved, source));
  };
}

export async function makeStep(
  evaluation: Evaluation,
  id: string,
  step: Step,
  key: Digest,
  resolved: Resolved,
): Promise<Made> {
  switch (step.kind) {
    case 'action':
      return makeAction(evaluation, id, step, key, resolved);
    case 'mapped':
      return makeMapped(evaluation, id, step, key, resolved);
    case 'assembly':
      return makeAssembly(evaluation, step, resolved);
  }
}

async function makeAction(
  evaluation: Evaluation,
  id: string,
  step: Action,
  key: Digest,
  resolved: Resolved,
): Promise<Made> {
  const { store, controller } = evaluation;
  const host = await evaluation.host();
  const job = await makeJob(evaluation, step, host, resolved);
  const cores = await takeCores(evaluation, id, step, step.needs.cores ?? 1);
  try {
    return { ...(await runAction(job, key, host, store, controller.signal)), hits: 0, misses: 1 };
  } finally {
    await cores.release();
  }
}

async function makeMapped(
  evaluation: Evaluation,
  id: string,
  step: Mapped,
  key: Digest,
  resolved: Resolved,
): Promise<Made> {
  const { request, store, content, controller } = evaluation;
  return runMapped({
    step,
    key,
    workerKey: actionKey(step.worker, actualSource(evaluation, resolved), request.toolchains),
    over: (await treeOf(evaluation, step.over, resolved)).tree,
    store,
    content,
    signal: controller.signal,
    onProgress: fileProgress(evaluation, id, step),
    host: evaluation.host,
    job: (host) => makeJob(evaluation, step.worker, host, resolved),
    cores: (max) => takeCores(evaluation, id, step, max),
  });
}

/** Nothing is read: contents stay where they are until a step needs them. */
async function makeAssembly(evaluation: Evaluation, step: Assembly, resolved: Resolved): Promise<Made> {
  const sources = await Promise.all(
    step.place.map(async (placement) => ({
      placement,
      tree: (await treeOf(evaluation, placement.from, resolved)).tree,
      name: nameOf(evaluation, placement.from),
    })),
  );
  return { tree: assemble(step.label, sources), hits: 0, misses: 1 };
}

async function makeJob(evaluation: Evaluation, action: Action, host: Host, resolved: Resolved): Promise<Job> {
  const { request } = evaluation;
  const mounts = await Promise.all(
    action.mounts.map(({ at, from }) => readyMount(evaluation, at, from, host, resolved)),
  );
  const toolchains = await Promise.all(
    toolchainNames(action).map(
      async (name): Promise<[string, string]> => [name, await toolchainOf(request.toolchains, name).resolve()],
    ),
  );
  return { action, mounts, toolchains: new Map(toolchains), fetchEnv: request.fetchEnv };
}

/** A sandbox shows a toolchain's own folder; a plain directory gets a private copy. */
async function readyMount(
  evaluation: Evaluation,
  at: string,
  from: Source,
  host: Host,
  resolved: Resolved,
): Promise<ReadyMount> {
  if ('toolchain' in from && host.isolation === 'bubblewrap') {
    const folder = await toolchainOf(evaluation.request.toolchains, from.toolchain).resolve();
    return { at, host: from.path ? `${folder}/${from.path}` : folder };
  }
  const { tree, file } = await treeOf(evaluation, from, resolved);
  await evaluation.content.ensure(tree);
  return { at, tree, ...(file === undefined ? {} : { file }) };
}

async function treeOf(evaluation: Evaluation, source: Source, resolved: Resolved): Promise<Narrowed> {
  return 'toolchain' in source
    ? narrow(await toolchainTree(evaluation, source.toolchain), source.path)
    : known(resolved, source);
}

function known(resolved: Resolved, source: Source): Narrowed {
  const found = resolved(source);
  if (!found) {
    throw new Error(`a source was not resolved: ${JSON.stringify(source)}`);
  }
  return found;
}

function nameOf({ request }: Evaluation, source: Source): string {
  if ('action' in source) {
    return `"${request.plan.steps[source.action]?.label ?? source.action}"`;
  }
  if ('toolchain' in source) {
    return `the toolchain ${source.toolchain}`;
  }
  const input = request.inputs.find(({ digest }) => digest === source.tree);
  return input && 'folder' in input.from ? input.from.folder : `the tree ${source.tree.slice(0, 12)}`;
}

async function takeCores(evaluation: Evaluation, id: string, step: Step, max: number) {
  const { request, locks, controller } = evaluation;
  const total = Math.max(1, request.cores);
  return acquireCores(locks, {
    total,
    min: 1,
    max: Math.min(Math.max(1, max), total),
    signal: controller.signal,
    onWait: () => emit(evaluation, id, step, { kind: 'wait', reason: 'all cores are in use' }),
  });
}

/** How many files a recalled mapped result stands for. */
export function countMade(step: Step, tree: Tree): number {
  return step.kind === 'mapped'
    ? tree.entries.filter((entry) => isFile(entry) && entry.path.endsWith(step.rename.to)).length
    : 1;
}
