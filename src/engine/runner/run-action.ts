/** Runs one action: place, process, log, outputs. Errors name the step, a command to copy, the last lines and the log. */
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import type { Store } from '../store/types';
import type { Digest, Isolation, Tree } from '../types';
import { copyableCommand } from './command';
import type { Host } from './isolation';
import { type LogFile, logName, openLog } from './log-file';
import { takeFiles } from './outputs';
import { type Job, preparePlace } from './prepare';
import { type Ended, startProcess } from './process';
import { maskText, secretsOf } from './secrets';

export interface Ran {
  readonly tree: Tree;
  readonly isolation: Isolation;
  readonly log: string;
}

/** Lines of a tool's output that an error shows. */
const SHOWN_LINES = 20;

/**
 * @throws KilnError ACTION_FAILED, ACTION_TIMEOUT, OUTPUT_MISSING, OUTPUT_INVALID, CANCELLED; a lost-content error
 */
export async function runAction(job: Job, key: Digest, host: Host, store: Store, signal: AbortSignal): Promise<Ran> {
  const { action } = job;
  const place = await preparePlace(job, host, store);
  const log = openActionLog(job, key, store);
  try {
    const [file, ...args] = place.argv;
    const out = log.writer();
    const err = log.writer();
    const { timeoutS } = action.needs;
    const { ended } = startProcess({
      file,
      args,
      cwd: place.work,
      env: place.env,
      stdin: 'closed',
      onStdout: out.write,
      onStderr: err.write,
      signal,
      ...(timeoutS === undefined ? {} : { timeoutMs: timeoutS * 1000 }),
    });
    const end = await ended;
    out.end();
    err.end();
    refuseBadEnd(job, end, log);
    return {
      tree: await takeFiles(store, place.work, action.outputs, action.label),
      isolation: place.isolation,
      log: log.path,
    };
  } finally {
    log.close();
    await place.dispose();
  }
}

/** The log of an action, headed by what is run. */
export function openActionLog({ action, toolchains, fetchEnv }: Job, key: Digest, store: Store): LogFile {
  const log = openLog(join(store.root, 'logs'), logName(action.label, key), secretsOf(fetchEnv));
  log.note(`${action.label}\n${copyableCommand(action, (name) => toolchains.get(name) ?? name)}\n`);
  return log;
}

/** @throws KilnError when the process did anything but end with exit code 0 */
function refuseBadEnd(job: Job, end: Ended, log: LogFile): void {
  const { action } = job;
  if (end.cancelled) {
    throw cancelled(action.label);
  }
  if (end.timedOut) {
    throw actionError(job, 'ACTION_TIMEOUT', `${action.label} took longer than ${action.needs.timeoutS} s`, log);
  }
  if (end.exitCode !== 0) {
    throw actionError(job, 'ACTION_FAILED', `${action.label} ${howItEnded(end)}`, log);
  }
}

export function cancelled(label: string): KilnError {
  return new KilnError('CANCELLED', `${label} was interrupted`);
}

export function howItEnded({ exitCode, killedBy, startError }: Ended): string {
  if (startError !== undefined) {
    return `could not be started (${startError})`;
  }
  return exitCode === undefined ? `was ended by ${killedBy}` : `ended with exit code ${exitCode}`;
}

/** One shape for every failed tool: the step, what to copy, what it said last, where all of it is. */
export function actionError(
  { action, toolchains, fetchEnv }: Job,
  code: 'ACTION_FAILED' | 'ACTION_TIMEOUT',
  message: string,
  log: LogFile,
  cause?: unknown,
): KilnError {
  const secrets = secretsOf(fetchEnv);
  const command = copyableCommand(action, (name) => toolchains.get(name) ?? name);
  const lines = [command, ...log.tail(SHOWN_LINES), `log: ${log.path}`];
  return new KilnError(code, maskText(message, secrets), {
    lines: lines.map((line) => maskText(line, secrets)),
    hint: 'the command runs in the sandbox root, with its inputs in place',
    ...(cause === undefined ? {} : { cause }),
  });
}
