/** A program at the user's terminal: it has the input, gets the signals, and its exit code counts. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface Foreground {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Signals that are passed on; the program decides what they mean. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * @returns its exit code; 128 + the signal's number where a signal ended it
 * @throws what Node throws when it cannot be started
 */
export function runForeground({ file, args, cwd, env }: Foreground): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    const end = (): void => {
      for (const signal of SIGNALS) {
        process.off(signal, passOn);
      }
      process.off('exit', kill);
    };
    const kill = (): void => void child.kill('SIGKILL');
    for (const signal of SIGNALS) {
      process.on(signal, passOn);
    }
    process.on('exit', kill);
    child.once('error', (error) => {
      end();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      end();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
