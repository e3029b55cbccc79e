/** One row of the table: a change, and what it must do to each task. */
import type { Outcome, Outcomes } from './outcome';
import type { Verb } from './world';

/** Targets of a project, separated by spaces: `{ one: 'build test' }`. */
export type Tasks = Readonly<Record<string, string>>;

export interface Row {
  /** What is changed; unique. */
  readonly id: string;
  /** Why it has to be so, for people. */
  readonly why: string;
  readonly change: readonly Verb[];
  /** Tasks that make something again. All others must be hits. */
  readonly miss?: Tasks;
  /** Tasks that Nx starts again although nothing of theirs changed: every step must come from the store. */
  readonly store?: Tasks;
  /** Of those in `miss`: builds that share steps. Whichever comes first makes them, the other may have all from the store. */
  readonly shared?: Tasks;
  /** Tasks that are not there any more. */
  readonly gone?: Tasks;
  /** A wrong hit that is known and not mended yet: what is served instead. The row has to fail until it is. */
  readonly defect?: string;
  /** Build the hits again, past Nx's cache, and compare every file: for what Nx cannot see by itself. */
  readonly rebuild?: true;
  /** The run takes place in another folder: never together with other rows. */
  readonly moves?: true;
  /** Also tried with the daemon, and with the oldest line of Nx. */
  readonly core?: true;
  /** The run fails and says this: what the row asks for does not exist here, but the key has moved. */
  readonly fails?: string;
  /** Nothing may run at all: Kiln refuses it with this. */
  readonly refused?: string;
}

/** Every task of the workspace that is Kiln's, for changes that concern all. */
export const PYTHON: Tasks = {
  one: 'build bytecode test lint typecheck wheel sdist',
  two: 'build bytecode lint',
  common: 'build bytecode test wheel sdist',
  testkit: 'bytecode',
  inner: 'bytecode',
};
/** Those of them whose steps the store knows, and the others. */
export const STORED: Tasks = only(PYTHON, ['build', 'bytecode', 'wheel', 'sdist']);
export const RUN_AGAIN: Tasks = only(PYTHON, ['test', 'lint', 'typecheck']);

/** `build` of a library is its wheel: whichever comes first makes it. */
const ALWAYS_SHARED: Tasks = { common: 'build wheel' };

export function only(tasks: Tasks, targets: readonly string[]): Tasks {
  const kept = Object.entries(tasks).map(([project, names]) => [
    project,
    words(names)
      .filter((name) => targets.includes(name))
      .join(' '),
  ]);
  return Object.fromEntries(kept.filter(([, names]) => names !== ''));
}

export function taskIds(tasks: Tasks = {}): string[] {
  return Object.entries(tasks).flatMap(([project, names]) => words(names).map((name) => `${project}:${name}`));
}

/** @param known tasks of the unchanged workspace */
export function expectedOf({ miss, store, gone }: Row, known: readonly string[]): Outcomes {
  const absent = new Set(taskIds(gone));
  return Object.fromEntries<Outcome>([
    ...known.filter((task) => !absent.has(task)).map((task) => [task, 'hit'] as const),
    ...taskIds(store).map((task) => [task, 'store'] as const),
    ...taskIds(miss).map((task) => [task, 'miss'] as const),
  ]);
}

/** `one:test is hit, not miss`, for every task that is not as it must be. */
export function differences(expected: Outcomes, found: Outcomes, shared: Tasks = {}): string[] {
  const either = new Set([...taskIds(shared), ...taskIds(ALWAYS_SHARED)]);
  const tasks = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return tasks
    .filter((task) => expected[task] !== found[task] && !(either.has(task) && found[task] === 'store'))
    .map((task) => `${task} is ${found[task] ?? 'not there'}, not ${expected[task] ?? 'there'}`);
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
