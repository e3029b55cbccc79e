/** Starts a tool in the project's folder and passes on what it says. */
import { join } from 'node:path';
import { quoteWord } from '../../engine/runner/command';
import { startProcess } from '../../engine/runner/process';
import { KilnError } from '../../model/errors';
import type { ToolCommand } from '../../plan/everyday/types';
import type { PythonEnvironment } from '../environment';
import type { Session } from '../session';

export interface ToolRun {
  readonly command: ToolCommand;
  readonly environment: PythonEnvironment;
  /** The whole environment, before what the command adds. */
  readonly env: Readonly<Record<string, string>>;
}

/** Variables that a person needs to start the same by hand. */
const COPIED = ['PYTHONPYCACHEPREFIX', 'PYTHONNOUSERSITE', 'TZ'];

/**
 * @returns the exit code
 * @throws KilnError CANCELLED, TOOL_MISSING when it cannot be started, ACTION_FAILED when a signal ended it
 */
export async function runTool({ command, environment, env }: ToolRun, session: Session): Promise<number> {
  const file = join(environment.folder, 'bin', command.program);
  const { ended } = startProcess({
    file,
    args: command.args,
    cwd: join(session.workspaceRoot, session.projectRoot),
    env: { ...env, ...command.env },
    stdin: 'closed',
    onStdout: (chunk) => void process.stdout.write(chunk),
    onStderr: (chunk) => void process.stderr.write(chunk),
    signal: session.signal,
  });
  const end = await ended;
  if (end.cancelled) {
    throw new KilnError('CANCELLED', `${command.program} was interrupted`);
  }
  if (end.startError !== undefined) {
    throw new KilnError('TOOL_MISSING', `${file} could not be started: ${end.startError}`, {
      hint: 'run the same command again; if it stays, `nx-kiln doctor` says what the environment lacks',
    });
  }
  if (end.exitCode === undefined) {
    throw new KilnError('ACTION_FAILED', `${command.program} was ended by ${end.killedBy ?? 'a signal'}`, {
      lines: [copyable({ command, environment, env }, session)],
      hint: 'SIGKILL often means that the machine ran out of memory',
    });
  }
  return end.exitCode;
}

/** One line for a POSIX shell. Folders of the run are gone by then, so nothing of them is named. */
export function copyable({ command, environment, env }: ToolRun, { workspaceRoot, projectRoot }: Session): string {
  const run = env.PYTHONPYCACHEPREFIX?.replace(/\/pycache$/, '') ?? '\0';
  const words = command.args.filter((arg) => !arg.includes(run));
  const assignments = COPIED.flatMap((name) =>
    env[name] === undefined || env[name]?.startsWith(run) ? [] : [`${name}=${quoteWord(env[name] as string)}`],
  );
  const program = join(environment.folder, 'bin', command.program);
  return [
    `cd ${quoteWord(join(workspaceRoot, projectRoot))} &&`,
    ...['env', 'PYTHONDONTWRITEBYTECODE=1', ...assignments],
    ...[program, ...words].map(quoteWord),
  ].join(' ');
}
