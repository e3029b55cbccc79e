/** Runs a toolchain's client (uv, pip, go) to its end and keeps what it said. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { startProcess } from '../engine/runner/process';
import { KilnError } from '../model/errors';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds; absent: as long as it takes. */
  readonly timeoutMs?: number;
}

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** It could not be started: `ENOENT` … */
  readonly startError?: string;
  readonly timedOut: boolean;
}

/** @throws KilnError CANCELLED; how the program ended is told by the outcome */
export async function execute(command: Command): Promise<Outcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const running = startProcess({
    ...command,
    stdin: 'closed',
    onStdout: (chunk) => stdout.push(chunk),
    onStderr: (chunk) => stderr.push(chunk),
  });
  const ended = await running.ended;
  if (ended.cancelled) {
    throw new KilnError(
      'CANCELLED',
      `the build was interrupted during ${command.file} ${command.args[0] ?? ''}`.trim(),
    );
  }
  return {
    ok: ended.exitCode === 0,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    ...(ended.startError === undefined ? {} : { startError: ended.startError }),
    timedOut: ended.timedOut,
  };
}

/** Every executable file of that name, in the order of PATH; on Windows also with `.exe`. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv, windows = process.platform === 'win32'): string[] {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = folders.map((folder) => join(folder, windows ? `${name}.exe` : name));
  return [...new Set(candidates)].filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there or not ours to run: the next folder of PATH is asked.
  }
}
