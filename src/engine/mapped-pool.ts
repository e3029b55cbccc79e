/** Gives missing items to as many workers as there are cores; an item that brings its worker down is tried once more, alone. */
import { KilnError } from '../model/errors';
import { runWorker, type WorkerEnd, type WorkItem } from './mapped-worker';
import type { Host } from './runner/isolation';
import type { LogFile } from './runner/log-file';
import { type Job, preparePlace } from './runner/prepare';
import { actionError, cancelled } from './runner/run-action';
import type { Store } from './store/types';
import type { FileEntry } from './types';

export interface PoolSpec {
  readonly job: Job;
  readonly host: Host;
  readonly store: Store;
  readonly log: LogFile;
  readonly workers: number;
  readonly read: (file: FileEntry) => Promise<Buffer>;
  readonly onAnswer: (item: WorkItem, answer: { readonly ok: boolean; readonly body: Buffer }) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Seconds for start-up or one item, where the worker does not say. */
const ITEM_TIMEOUT_S = 300;

/**
 * Works through all items, the biggest files first so that the last one is short.
 * @throws KilnError ACTION_FAILED or ACTION_TIMEOUT naming the item that brought down two workers; CANCELLED; what reading and storing throw
 */
export async function workThrough(items: readonly Omit<WorkItem, 'suspect'>[], spec: PoolSpec): Promise<void> {
  const queue: WorkItem[] = [...items]
    .sort((a, b) => a.file.size - b.file.size || b.id - a.id)
    .map((item) => ({ ...item, suspect: false }));
  const stop = new AbortController();
  const signal = AbortSignal.any([spec.signal, stop.signal]);
  const lanes = Array.from({ length: spec.workers }, () =>
    runLane(queue, { ...spec, signal }).catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(lanes);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  // The other lanes end as cancelled because of the first error; that one is what happened.
  const first = errors.find((error) => !(error instanceof KilnError && error.code === 'CANCELLED')) ?? errors[0];
  if (first !== undefined) {
    throw first;
  }
}

/** One worker after another: a new one only after a death. `queue` is shared, its end is next. */
async function runLane(queue: WorkItem[], spec: PoolSpec): Promise<void> {
  const suspects: WorkItem[] = [];
  const peek = (): WorkItem | undefined => suspects.at(-1) ?? queue.at(-1);
  const take = (): WorkItem | undefined => suspects.pop() ?? queue.pop();
  while (peek()) {
    const end = await runOne({ peek, take }, spec);
    if (end.why === undefined) {
      continue;
    }
    refuseDeath(end, spec);
    spec.log.note(`worker: ${end.why}; again: ${end.unanswered.map(({ display }) => display).join(', ')}`);
    suspects.push(...end.unanswered.map((item) => ({ ...item, suspect: true })).reverse());
  }
}

async function runOne(
  queue: { peek(): WorkItem | undefined; take(): WorkItem | undefined },
  spec: PoolSpec,
): Promise<WorkerEnd> {
  const place = await preparePlace(spec.job, spec.host, spec.store);
  const said = spec.log.writer();
  try {
    return await runWorker({
      place,
      queue,
      read: spec.read,
      onAnswer: spec.onAnswer,
      onStderr: said.write,
      signal: spec.signal,
      timeoutMs: timeoutOf(spec) * 1000,
    });
  } finally {
    said.end();
    await place.dispose();
  }
}

function timeoutOf({ job }: PoolSpec): number {
  return job.action.needs.timeoutS ?? ITEM_TIMEOUT_S;
}

/** @throws unless the death leaves items that were not tried alone yet */
function refuseDeath(end: WorkerEnd, { job, log, ...spec }: PoolSpec): void {
  const { label } = job.action;
  if (end.cancelled) {
    throw cancelled(label);
  }
  const code = end.timedOut ? 'ACTION_TIMEOUT' : 'ACTION_FAILED';
  if (!end.started) {
    throw actionError(job, code, `${label}: the worker did not start: ${end.why}`, log);
  }
  const culprit = end.unanswered.find(({ suspect }) => suspect);
  if (culprit) {
    const waited = end.timedOut ? ` (${timeoutOf({ job, log, ...spec })} s)` : '';
    const message = `${label}: the worker fails on ${culprit.display}: ${end.why}${waited}`;
    throw actionError(job, code, message, log, { items: [{ path: culprit.file.path, text: end.why }] });
  }
  if (end.unanswered.length === 0) {
    throw actionError(job, code, `${label}: the worker does not keep to the protocol: ${end.why}`, log);
  }
}
