/** `nx lock`: a lock file made again by its own manager. A failure leaves it as it was. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { replaceFile } from '../../engine/files';
import { startProcess } from '../../engine/runner/process';
import { KilnError } from '../../model/errors';
import { LockOptions } from '../../model/options/locks';
import { type LockCommand, lockCommand } from '../../plan/everyday/lock-command';
import { uvEnvironment } from '../../toolchain/fetch-env';
import { interpreterFor } from '../../toolchain/runtimes';
import { findUv } from '../../toolchain/uv';
import type { Session } from '../session';
import { choosePython, readSubject } from '../subject';
import { parseWords } from './parse-words';

/** Settings of managers, credentials among them. What they say about environments would touch the project's own. */
const MANAGER_SETTINGS = /^(UV|PIP|POETRY|PDM)_(?!PROJECT_ENVIRONMENT|VIRTUALENVS|USE_VENV)/;
/** What Python's HTTP clients trust, and how git comes in. */
const TRUST =
  /^((REQUESTS|CURL)_CA_BUNDLE|GIT_(SSL_CAINFO|SSH|SSH_COMMAND|ASKPASS|CONFIG_GLOBAL)|SSH_AUTH_SOCK|PYTHON_KEYRING_BACKEND)$/;

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

/**
 * @param programs absolute folder of the project's interpreter, for managers that run on another one and look for it
 * @returns what went wrong
 */
async function runManager(
  { args, cwd, env }: LockCommand,
  programs: string,
  session: Session,
): Promise<string | undefined> {
  const uv = join(await (await findUv(session.tools)).toolchain.resolve(), 'uv');
  const settings = Object.entries(session.env).filter(
    ([name, value]) => value && (MANAGER_SETTINGS.test(name) || TRUST.test(name)),
  );
  const { ended } = await startProcess({
    file: uv,
    args,
    cwd: join(session.workspaceRoot, cwd),
    env: {
      ...uvEnvironment(session.env),
      ...(Object.fromEntries(settings) as Record<string, string>),
      ...(session.tools.offline ? { UV_OFFLINE: '1' } : {}),
      PATH: [...(session.env.PATH ? [session.env.PATH] : []), programs].join(delimiter),
      ...env,
    },
    stdin: 'closed',
    onStdout: (chunk) => void process.stdout.write(chunk),
    onStderr: (chunk) => void process.stderr.write(chunk),
    signal: session.signal,
  });
  const end = await ended;
  if (end.cancelled) {
    return 'was interrupted';
  }
  return end.exitCode === 0 ? undefined : `ended with ${end.exitCode ?? end.killedBy ?? end.startError}`;
}

function restore(path: string, before: Buffer): void {
  if (!existsSync(path) || !readFileSync(path).equals(before)) {
    replaceFile(path, before, 0o644);
  }
}
