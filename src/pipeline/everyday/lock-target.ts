/** `nx lock`: a lock file made again by its own manager. A failure leaves it as it was. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../engine/files';
import { KilnError } from '../../model/errors';
import { LockOptions } from '../../model/options/locks';
import { type LockCommand, lockCommand } from '../../plan/everyday/lock-command';
import { interpreterFor } from '../../toolchain/runtimes';
import type { Session } from '../session';
import { choosePython, readSubject } from '../subject';
import { parseWords } from './parse-words';
import { runManager } from './run-manager';

/** @throws KilnError LOCK_MISSING, LOCK_INVALID, LOCK_FAILED */
export async function lock(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(LockOptions, raw, 'nx-kiln:lock');
  const path = join(session.workspaceRoot, options.lock);
  if (!existsSync(path)) {
    throw new KilnError('LOCK_MISSING', `there is no ${options.lock}`, { hint: 'make it once with its manager' });
  }
  const before = readFileSync(path);
  const python = await interpreter(session);
  const command = lockCommand({ file: options.lock, text: before.toString('utf8'), python, args: options.args });
  const failure = await withoutLitter(command, session, () => runManager(command, dirname(python), session));
  if (failure !== undefined) {
    restore(path, before);
    throw new KilnError('LOCK_FAILED', `\`${command.typed}\` ${failure}`, {
      hint: `its words stand above; ${options.lock} is as it was`,
    });
  }
  session.print(readFileSync(path).equals(before) ? `= ${options.lock} (unchanged)` : `→ ${options.lock}`);
}

/** That of the project, which is one of those that the lock is for. */
async function interpreter(session: Session): Promise<string> {
  const { version } = choosePython(readSubject(session), session, undefined);
  return join(await interpreterFor(version, session.tools).toolchain.resolve(), 'bin', 'python3');
}

/** Managers leave files of their own beside the lock; what was there before stays. */
async function withoutLitter<T>(
  { cwd, litter }: LockCommand,
  { workspaceRoot }: Session,
  work: () => Promise<T>,
): Promise<T> {
  const fresh = litter.map((name) => join(workspaceRoot, cwd, name)).filter((path) => !existsSync(path));
  try {
    return await work();
  } finally {
    for (const path of fresh) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function restore(path: string, before: Buffer): void {
  if (!existsSync(path) || !readFileSync(path).equals(before)) {
    replaceFile(path, before, 0o644);
  }
}
