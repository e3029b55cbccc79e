/** Makes the lock of a project that was generated a moment ago. */
import { dirname, join } from 'node:path';
import { KilnError } from '../../model/errors';
import { type FirstLock, firstLock } from '../../plan/everyday/first-lock';
import { reporter } from '../../report/progress';
import { interpreterFor } from '../../toolchain/runtimes';
import { toolchainContext } from '../session';
import { runManager } from './run-manager';

export type { FirstLock } from '../../plan/everyday/first-lock';

/**
 * Fetches uv and the interpreter where they are not there yet.
 * @param python exact version
 * @throws KilnError LOCK_FAILED, CANCELLED, and what fetching throws; the project's files stay
 */
export async function makeLocks(lock: FirstLock, python: string, workspaceRoot: string): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const lines = reporter(print);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const tools = toolchainContext(workspaceRoot, (progress) => lines.onProgress(progress), abort.signal);
    const interpreter = join(await interpreterFor(python, tools).toolchain.resolve(), 'bin', 'python3');
    for (const { file, command } of firstLock(lock, interpreter)) {
      const session = { workspaceRoot, env: process.env, tools, signal: abort.signal };
      const failure = await runManager(command, dirname(interpreter), session);
      if (failure !== undefined) {
        throw new KilnError('LOCK_FAILED', `\`${command.typed}\` ${failure}`, {
          hint: `the new files are written; correct what it says above, then run it in ${command.cwd === '.' ? 'the workspace' : command.cwd}`,
        });
      }
      print(`→ ${file}`);
    }
  } finally {
    lines.close();
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
