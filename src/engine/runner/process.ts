/** The engine's only edge to processes: starts them in a group of their own and leaves nothing of that group behind. */
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
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
export async function startProcess(spec: ProcessSpec): Promise<Running> {
  const { execa } = await import('execa');
  const { leader: subprocess, group } = startGroup(() =>
    execa(spec.file, [...spec.args], {
      cwd: spec.cwd,
      env: { ...spec.env },
      extendEnv: false,
      // A group of its own: whatever it starts can be ended with it.
      detached: process.platform !== 'win32',
      cleanup: false,
      reject: false,
      buffer: false,
      encoding: 'buffer',
      stdin: spec.stdin === 'closed' ? 'ignore' : 'pipe',
      windowsHide: true,
    }),
  );
  const streams = [listen(subprocess.stdout, spec.onStdout), listen(subprocess.stderr, spec.onStderr)];
  // A process that ends before it has read everything is told by its exit, not by a broken pipe.
  subprocess.stdin?.on('error', () => undefined);
  subprocess.once('exit', () => void drain(group, streams));

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
    const { exitCode, signal, code } = await subprocess;
    clearTimeout(timer);
    spec.signal.removeEventListener('abort', stop);
    await group.leave();
    return {
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined ? {} : { killedBy: signal }),
      ...(subprocess.pid === undefined ? { startError: code ?? 'unknown error' } : {}),
      timedOut,
      cancelled: spec.signal.aborted,
    };
  };
  return { stdin: subprocess.stdin ?? undefined, ended: finish(), stop };
}

function listen(stream: Readable, onChunk: (chunk: Buffer) => void): Readable {
  stream.on('data', onChunk);
  stream.on('error', () => undefined);
  return stream;
}

/** After the leader's exit its group has no business any more; a pipe that still stays open is let go. */
async function drain(group: Group, streams: readonly Readable[]): Promise<void> {
  group.kill('SIGKILL');
  await sleep(DRAIN, undefined, { ref: false });
  for (const stream of streams) {
    stream.destroy();
  }
}
