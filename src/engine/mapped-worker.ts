/** One long-lived worker of a mapped action: fed from a queue, two items in flight so that it never waits. */

import { readAnswers, requestHeader } from './mapped-protocol';
import type { Place } from './runner/prepare';
import { type Ended, type Running, startProcess } from './runner/process';
import type { FileEntry } from './types';

export interface WorkItem {
  readonly id: number;
  readonly file: FileEntry;
  readonly display: string;
  /** It was in flight when a worker died: it is tried again alone, so that the culprit is certain. */
  readonly suspect: boolean;
}

export interface WorkQueue {
  /** The next item, which stays in the queue until it is taken. */
  peek(): WorkItem | undefined;
  take(): WorkItem | undefined;
}

export interface WorkerSpec {
  readonly place: Place;
  readonly queue: WorkQueue;
  readonly read: (file: FileEntry) => Promise<Buffer>;
  /** Stores the answer; the worker is not fed on while many are being stored. */
  readonly onAnswer: (item: WorkItem, answer: { readonly ok: boolean; readonly body: Buffer }) => Promise<void>;
  readonly onStderr: (chunk: Buffer) => void;
  readonly signal: AbortSignal;
  /** Milliseconds that start-up or one item may take. */
  readonly timeoutMs: number;
}

/** `why` is absent when the queue was empty and every item answered. */
export interface WorkerEnd {
  readonly why?: string;
  readonly started: boolean;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  readonly unanswered: readonly WorkItem[];
}

const IN_FLIGHT = 2;
const STORING = 32;
/** Milliseconds that a worker gets to end after its stdin was closed. */
const FAREWELL = 2000;

interface State {
  readonly inFlight: Map<number, WorkItem>;
  storing: number;
  ready: boolean;
  over: boolean;
  why?: string;
  timedOut: boolean;
  failure?: { readonly error: unknown };
  wake: () => void;
}

/** Runs one worker until the queue is empty or it dies; errors of reading and storing are thrown. */
export async function runWorker(spec: WorkerSpec): Promise<WorkerEnd> {
  const state: State = {
    inFlight: new Map(),
    storing: 0,
    ready: false,
    over: false,
    timedOut: false,
    wake: () => undefined,
  };
  const reader = readAnswers();
  const [file, ...args] = spec.place.argv;
  const running: Running = startProcess({
    file,
    args,
    cwd: spec.place.work,
    env: spec.place.env,
    stdin: 'pipe',
    onStdout: (chunk) => receive(chunk),
    onStderr: spec.onStderr,
    signal: spec.signal,
  });
  const watch = watchdog(spec.timeoutMs, () => {
    state.timedOut = true;
    running.stop();
  });
  const receive = (chunk: Buffer): void => {
    watch.reset();
    try {
      for (const message of state.why === undefined ? reader.push(chunk) : []) {
        accept(spec, state, message);
      }
    } catch (error) {
      state.why = (error as Error).message;
      running.stop();
    }
    state.wake();
  };
  const ended = running.ended.then((end) => {
    state.over = true;
    state.wake();
    return end;
  });
  try {
    await feed(spec, state, running, watch);
  } catch (error) {
    state.failure ??= { error };
    running.stop();
  }
  const farewell = setTimeout(() => running.stop(), FAREWELL);
  const end = await ended;
  clearTimeout(farewell);
  watch.stop();
  await stored(state);
  if (state.failure) {
    throw state.failure.error;
  }
  return workerEnd(state, end);
}

/** Keeps the worker busy; returns when nothing is left to do or the worker is over. */
async function feed(spec: WorkerSpec, state: State, { stdin }: Running, watch: Watchdog): Promise<void> {
  while (!state.over && state.why === undefined && !state.failure) {
    const item = spec.queue.peek();
    if (state.ready && !item && state.inFlight.size === 0) {
      break;
    }
    if (item && mayJoin(state, item)) {
      spec.queue.take();
      if (state.inFlight.size === 0) {
        watch.reset();
      }
      state.inFlight.set(item.id, item);
      const content = await spec.read(item.file);
      stdin?.cork();
      stdin?.write(requestHeader(item.id, content.length, item.display));
      stdin?.write(content);
      stdin?.uncork();
    } else {
      await change(state);
    }
  }
  stdin?.end();
}

function mayJoin(state: State, item: WorkItem): boolean {
  const alone = item.suspect || [...state.inFlight.values()].some(({ suspect }) => suspect);
  return state.ready && state.storing < STORING && state.inFlight.size < (alone ? 1 : IN_FLIGHT);
}

/** @throws Error when the answer belongs to no item in flight */
function accept(spec: WorkerSpec, state: State, message: 'ready' | { id: number; ok: boolean; body: Buffer }): void {
  if (message === 'ready') {
    state.ready = true;
    return;
  }
  const item = state.inFlight.get(message.id);
  if (!item) {
    throw new Error(`it answered item ${message.id}, which it was not given`);
  }
  state.inFlight.delete(message.id);
  state.storing++;
  spec
    .onAnswer(item, message)
    .catch((error: unknown) => {
      state.failure ??= { error };
    })
    .finally(() => {
      state.storing--;
      state.wake();
    });
}

function change(state: State): Promise<void> {
  return new Promise((resolve) => {
    state.wake = resolve;
  });
}

async function stored(state: State): Promise<void> {
  while (state.storing > 0) {
    await change(state);
  }
}

function workerEnd(state: State, end: Ended): WorkerEnd {
  const died = !state.ready || state.inFlight.size > 0 || state.why !== undefined;
  const why = state.why ?? (state.timedOut ? 'it did not answer in time' : howItDied(end));
  return {
    ...(died ? { why } : {}),
    started: state.ready,
    timedOut: state.timedOut,
    cancelled: end.cancelled,
    unanswered: [...state.inFlight.values()],
  };
}

function howItDied({ exitCode, killedBy, startError }: Ended): string {
  return startError ?? (exitCode === undefined ? `it was ended by ${killedBy}` : `it ended with exit code ${exitCode}`);
}

interface Watchdog {
  reset(): void;
  stop(): void;
}

/** One timer that is pushed back, because clearing and setting one per answer is dear. */
function watchdog(timeoutMs: number, onTimeout: () => void): Watchdog {
  const timer = setTimeout(onTimeout, timeoutMs);
  return { reset: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}
