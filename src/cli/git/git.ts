/** Starts git; everything that the command line asks it goes through here. */
import { spawnSync } from 'node:child_process';
import { KilnError } from '../../model/errors';

export interface GitAnswer {
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** What it said on stderr, trimmed. */
  readonly said: string;
}

/** Two gigabytes: a range may hold many locks of many megabytes. */
const MAX_BUFFER = 2 ** 31 - 1;

/**
 * Runs git in a folder and waits for it.
 * @param input what it reads on stdin
 * @throws KilnError GIT_UNAVAILABLE where there is no git
 */
export function git(folder: string, args: readonly string[], input?: string): GitAnswer {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    input: input ?? '',
    maxBuffer: MAX_BUFFER,
    // Messages in one language, and no lock on the index: other commands may be running.
    env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
  });
  if (error) {
    throw new KilnError('GIT_UNAVAILABLE', `git could not be started: ${error.message}`, {
      hint: 'install git, or see to it that it is on PATH',
      cause: error,
    });
  }
  return { ok: status === 0, stdout, said: stderr.toString('utf8').trim() };
}
