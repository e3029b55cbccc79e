/** The engine's only edge to processes: starts them in a group of their own and leaves nothing of that group behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../disk-errors';
import { type Group, startGroup } from './process-group';

/** Milliseconds that output of a finished process is waited for: a stray grandchild can hold the pipe open. */
const DRAIN = 1000;

export interface ProcessSpec {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is added. */
  readonly env: Readonly<Record<string, string>>;
  /** `closed` is an empty stdin. */
  readonly stdin: 'closed' | 'pipe';
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
  readonly signal: AbortSignal;
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number;
}

export interface Ended {
  /** Absent when it was killed or never started. */
  readonly exitCode?: number;
  readonly killedBy?: string;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  /** It could not be started: `ENOENT`, `EACCES` … */
  readonly startError?: string;
}

export interface Running {
  readonly stdin: Writable | undefined;
  /** Settles when the process has ended and nothing of its group is left; never rejects. */
  readonly ended: Promise<Ended>;
  /** Ends the whole group: SIGTERM, after a grace SIGKILL. */
  stop(): void;
}

/** Starts a process; how it ends is told by `ended`, also when it could not be started. */
export function startProcess(spec: ProcessSpec): Running {
  const { leader, group } = startGroup(() => open(spec));
  const { child } = leader;
  if (!child) {
    const ended = { startError: leader.startError, timedOut: false, cancelled: spec.signal.aborted };
    return { stdin: undefined, ended: Promise.resolve(ended), stop: () => undefined };
  }
  // Where even pipes could not be had there are none.
  const streams = [listen(child.stdout, spec.onStdout), listen(child.stderr, spec.onStderr)].flat();
  // A process that ends before it has read everything is told by its exit, not by a broken pipe.
  child.stdin?.on('error', () => undefined);
  child.once('exit', () => void drain(group, streams));
  const end = endOf(child);

  let timedOut = false;
  const stop = (): void => group.stop();
  const timer =
    spec.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          stop();
        }, spec.timeoutMs);
  spec.signal.addEventListener('abort', stop, { once: true });
  if (spec.signal.aborted) {
    stop();
  }
  const finish = async (): Promise<Ended> => {
    const how = await end;
    clearTimeout(timer);
    spec.signal.removeEventListener('abort', stop);
    await group.leave();
    return { ...how, timedOut, cancelled: spec.signal.aborted };
  };
  return { stdin: child.stdin ?? undefined, ended: finish(), stop };
}

type Opened =
  | { readonly pid: number | undefined; readonly child: ChildProcess }
  | { readonly pid?: undefined; readonly child?: undefined; readonly startError: string };

/** Node tells of some errors by an event, of others (arguments that are too long, a NUL in one) by throwing. */
function open({ file, args, cwd, env, stdin }: ProcessSpec): Opened {
  try {
    const child = spawn(file, [...args], {
      cwd,
      env: { ...env },
      // A group of its own: whatever it starts can be ended with it.
      detached: process.platform !== 'win32',
      stdio: [stdin === 'closed' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    return { pid: child.pid, child };
  } catch (error) {
    return { startError: codeOf(error) ?? String(error) };
  }
}

/** Settles when the process is gone and its pipes are closed, or when it never was. */
function endOf(child: ChildProcess): Promise<Pick<Ended, 'exitCode' | 'killedBy' | 'startError'>> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) {
        resolve({ startError: codeOf(error) ?? error.message });
      }
    });
    child.once('close', (exitCode, signal) =>
      resolve({ ...(exitCode === null ? {} : { exitCode }), ...(signal === null ? {} : { killedBy: signal }) }),
    );
  });
}

function listen(stream: Readable | null | undefined, onChunk: (chunk: Buffer) => void): Readable[] {
  stream?.on('data', onChunk).on('error', () => undefined);
  return stream ? [stream] : [];
}

/** After the leader's exit its group has no business any more; a pipe that still stays open is let go. */
async function drain(group: Group, streams: readonly Readable[]): Promise<void> {
  group.kill('SIGKILL');
  await sleep(DRAIN, undefined, { ref: false });
  for (const stream of streams) {
    stream.destroy();
  }
}
