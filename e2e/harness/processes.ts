/** Starts programs for stories: no shell, own process group, output kept as text. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Done {
  /** Exit code; 128 + signal number as shells report it where a signal ended the process. */
  readonly code: number;
  readonly stdout: string;
  /** stdout and stderr as they came. */
  readonly all: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Done>;
  /** What was printed until now. */
  output(): string;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
const COLOURS = /\u001b\[[0-9;]*[A-Za-z]/g;

/** @throws nothing: a program that cannot be started ends with code 127, as in a shell */
export function start(argv: readonly string[], { cwd, env }: StartOptions): Running {
  const [program, ...args] = argv as [string, ...string[]];
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: { text: string; stdout: boolean }[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => chunks.push({ text, stdout: true }));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => chunks.push({ text, stdout: false }));
  const join = (onlyStdout: boolean): string =>
    chunks
      .filter(({ stdout }) => stdout || !onlyStdout)
      .map(({ text }) => text)
      .join('')
      .replaceAll(COLOURS, '');
  const done = new Promise<Done>((resolve) => {
    child.on('error', (error) => {
      chunks.push({ text: `${error.message}\n`, stdout: false });
      resolve({ code: 127, stdout: join(true), all: join(false) });
    });
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 128 + (SIGNALS[signal ?? ''] ?? 0), stdout: join(true), all: join(false) }),
    );
  });
  return { child, done, output: () => join(false) };
}

/** Signals the whole group; a group that is gone already is fine. */
export function signalGroup({ child }: Running, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Runs to the end; anything but exit 0 is an error that shows the output. For setting up. */
export async function must(argv: readonly string[], options: StartOptions): Promise<string> {
  const { code, stdout, all } = await start(argv, options).done;
  if (code !== 0) {
    throw new Error(`${argv.join(' ')}\nexit ${code}\n${all}`);
  }
  return stdout;
}
