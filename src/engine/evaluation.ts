/** What the parts of one run share: request, store, content, events; and looking results up and recording them. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { type Content, openContent } from './content';
import { deepKeys } from './keys';
import { chooseHost, type Host, sandboxWish } from './runner/isolation';
import type { Store } from './store/types';
import type { Digest, EngineEvent, Isolation, RunRequest, Step, StepReport, Tree } from './types';

export interface Evaluation {
  readonly request: RunRequest;
  readonly store: Store;
  readonly content: Content;
  readonly deepKey: (id: string) => Digest;
  /** Aborts when the request's signal does, or when one step has failed. */
  readonly controller: AbortController;
  /** Steps by id, each evaluated once. */
  readonly outcomes: Map<string, Promise<Outcome>>;
  readonly reports: StepReport[];
  readonly host: () => Promise<Host>;
  readonly locks: string;
}

export interface Outcome {
  readonly digest: Digest;
  readonly tree: Tree;
  /** The weakest isolation of the step and of all that feed it. */
  readonly isolation?: Isolation;
}

export function openEvaluation(request: RunRequest, store: Store): Evaluation {
  const controller = new AbortController();
  // Every process, lock and core waits on it.
  setMaxListeners(0, controller.signal);
  let host: Promise<Host> | undefined;
  return {
    request,
    store,
    content: openContent(store, request.inputs, request.checked),
    deepKey: deepKeys(request.plan, request.toolchains, request.inputs),
    controller,
    outcomes: new Map(),
    reports: [],
    host: () => {
      host ??= chooseHost(process.env);
      return host;
    },
    locks: join(store.root, 'locks'),
  };
}

/** A recorded result whose files are all there; anything less is a miss. */
export async function recall({ store, content }: Evaluation, key: Digest): Promise<Outcome | undefined> {
  const found = await store.getResult(key);
  if (!found || (found.isolation === 'directory' && sandboxWish(process.env) === 'require')) {
    return undefined;
  }
  const tree = await store.getTree(found.result);
  if (!tree || !(await content.complete(tree))) {
    return undefined;
  }
  return { digest: found.result, tree, ...(found.isolation ? { isolation: found.isolation } : {}) };
}

/** Only after every file of the tree is in the store. */
export async function record({ store }: Evaluation, key: Digest, outcome: Outcome): Promise<void> {
  await store.putResult(key, {
    result: outcome.digest,
    ...(outcome.isolation ? { isolation: outcome.isolation } : {}),
  });
}

/** What is made of something that ran in a plain directory is no better than that. */
export function weakest(kinds: readonly (Isolation | undefined)[]): { isolation?: Isolation } {
  const isolation = kinds.includes('directory') ? 'directory' : kinds.find((kind) => kind !== undefined);
  return isolation ? { isolation } : {};
}

type Unsaid<E> = E extends unknown ? Omit<E, 'id' | 'label'> : never;

export function emit({ request }: Evaluation, id: string, { label }: Step, event: Unsaid<EngineEvent>): void {
  request.onEvent({ id, label, ...event } as EngineEvent);
}

/** Milliseconds between two progress events of a step. */
const PROGRESS_EVERY = 250;

/** Files done so far: at most four events a second, and always the last one. */
export function fileProgress(evaluation: Evaluation, id: string, step: Step): (done: number, total: number) => void {
  let next = 0;
  return (done, total) => {
    const now = performance.now();
    if (now >= next || done === total) {
      next = now + PROGRESS_EVERY;
      emit(evaluation, id, step, { kind: 'progress', done, total, unit: 'files' });
    }
  };
}
