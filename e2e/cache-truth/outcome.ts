/** What became of each task of a run: read from what Nx and Kiln leave behind, not from what they print for people. */

/** hit: Nx replays. store: Nx starts it, and the store knows every step. miss: something was made. */
export type Outcome = 'hit' | 'store' | 'miss';

/** `one:build` → outcome. */
export type Outcomes = Readonly<Record<string, Outcome>>;

/** The part of Nx's `run.json` that counts. */
export interface RunRecord {
  readonly tasks: readonly {
    readonly projectName: string;
    readonly target: string;
    readonly hash: string;
    readonly cacheStatus: string;
    /** Exit code. */
    readonly status: number;
  }[];
}

/** Executors whose every step is one of the store; what the others do besides is not. */
const STORED = ['build', 'bytecode', 'wheel', 'sdist'];
/** Only serves the targets that read it. */
const LEFT_OUT = ['closure'];

/** @param outputOf what a task printed, by its hash */
export function outcomesOf({ tasks }: RunRecord, outputOf: (hash: string) => string): Outcomes {
  const shown = tasks.filter(({ target }) => !LEFT_OUT.includes(target));
  return Object.fromEntries(
    shown.map(({ projectName, target, hash, cacheStatus, status }) => [
      `${projectName}:${target}`,
      cacheStatus !== 'cache-miss' ? 'hit' : status === 0 && isStored(target, outputOf(hash)) ? 'store' : 'miss',
    ]),
  );
}

/**
 * Kiln prints a line for every step that it makes, and says how the output was placed. Bytecode of tools that all packages
 * are made with says nothing of one of them: whoever comes first makes it.
 */
function isStored(target: string, output: string): boolean {
  return (
    STORED.includes(target) && /^[=→] /m.test(output) && !/^✓ (?!compile what (builds|checks) packages)/m.test(output)
  );
}
