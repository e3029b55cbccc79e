/** Starts a package manager that makes a lock, with the user's own settings. Its words go to the terminal. */
import { delimiter, join } from 'node:path';
import { startProcess } from '../../engine/runner/process';
import type { LockCommand } from '../../plan/everyday/lock-command';
import { uvEnvironment } from '../../toolchain/fetch-env';
import { findUv } from '../../toolchain/uv';
import type { Session } from '../session';

/** Settings of managers, credentials among them. What they say about environments would touch the project's own. */
const MANAGER_SETTINGS = /^(UV|PIP|POETRY|PDM)_(?!PROJECT_ENVIRONMENT|VIRTUALENVS|USE_VENV)/;
/** What Python's HTTP clients trust, and how git comes in. */
const TRUST =
  /^((REQUESTS|CURL)_CA_BUNDLE|GIT_(SSL_CAINFO|SSH|SSH_COMMAND|ASKPASS|CONFIG_GLOBAL)|SSH_AUTH_SOCK|PYTHON_KEYRING_BACKEND)$/;

/**
 * @param programs absolute folder of the project's interpreter, for managers that run on another one and look for it
 * @returns what went wrong
 */
export async function runManager(
  { args, cwd, env }: LockCommand,
  programs: string,
  session: Pick<Session, 'workspaceRoot' | 'env' | 'tools' | 'signal'>,
): Promise<string | undefined> {
  const uv = join(await (await findUv(session.tools)).toolchain.resolve(), 'uv');
  const settings = Object.entries(session.env).filter(
    ([name, value]) => value && (MANAGER_SETTINGS.test(name) || TRUST.test(name)),
  );
  const { ended } = startProcess({
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
