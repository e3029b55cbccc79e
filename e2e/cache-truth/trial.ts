/** Tries one row: changes the world, looks, puts everything back. */
import { join } from 'node:path';
import { timed } from '../harness/times';
import { listing } from '../harness/verbs';
import type { Outcomes } from './outcome';
import { differences, expectedOf, type Row, type Tasks } from './row';
import { runAll, type Stage, type Told } from './stage';
import { change } from './world';

/** Characters of output that an error shows: only the end says why something went wrong. */
const SHOWN = 3_000;

/** A stage whose workspace was built once. */
export interface Built extends Stage {
  /** Tasks of the unchanged workspace. */
  readonly tasks: readonly string[];
}

/** @throws Error where the unchanged workspace does not build */
export async function buildOnce(stage: Stage): Promise<Built> {
  const { code, all, outcomes } = await timed(['-', 'first build'], () => runAll(stage.world));
  if (code !== 0) {
    throw new Error(`the workspace does not build:\n${all}`);
  }
  return { ...stage, tasks: Object.keys(outcomes ?? {}) };
}

/** @throws Error naming every task that is not as the row says */
export async function tryRow(built: Built, row: Row): Promise<void> {
  const back = change(built.world, row.change);
  try {
    const told = await timed([row.id, 'changed'], () => runAll(built.world));
    if (row.refused) {
      want(told.code !== 0 && told.outcomes === undefined, 'not refused', told);
      want(told.all.includes(`error[${row.refused}]`), `refused without error[${row.refused}]`, told);
    } else {
      wantOutcomes(told, expectedOf(row, built.tasks), row.shared);
      want((told.code === 0) === (row.fails === undefined), `ended with ${told.code}`, told);
      want(told.all.includes(row.fails ? `error[${row.fails}]` : ''), `no error[${row.fails}]`, told);
    }
    if (row.rebuild) {
      await timed([row.id, 'built again'], () => wantSameBytes(built));
    }
  } finally {
    back();
  }
}

/** After some rows: all that they changed is as it was, so nothing may run. @throws Error naming every task that does */
export async function wantAllHits(built: Built): Promise<void> {
  wantOutcomes(
    await timed(['-', 'all put back'], () => runAll(built.world)),
    expectedOf({ id: '', why: '', change: [] }, built.tasks),
  );
}

/** What a run leaves, file by file. */
export function artefacts({ world }: Stage): string[] {
  return listing(join(world.folder, 'dist'));
}

/** Builds past Nx's cache: what the cache gave must be what is made. */
async function wantSameBytes(built: Built): Promise<void> {
  const served = artefacts(built);
  const again = await runAll(built.world, ['--skip-nx-cache', '--targets=build,bytecode']);
  want(again.code === 0, 'does not build again', again);
  const made = artefacts(built);
  const stale = [...lacking(served, made, 'served'), ...lacking(made, served, 'made now')];
  want(stale.length === 0, `the cache gave something else than what is made now:\n${stale.join('\n')}`, again);
}

function lacking(some: readonly string[], others: readonly string[], who: string): string[] {
  const known = new Set(others);
  return some.filter((line) => !known.has(line)).map((line) => `${who}: ${line}`);
}

function wantOutcomes(told: Told, expected: Outcomes, shared: Tasks = {}): void {
  const wrong = told.outcomes ? differences(expected, told.outcomes, shared) : ['nothing ran'];
  want(wrong.length === 0, wrong.join('\n'), told);
}

function want(condition: boolean, message: string, { all }: Told): void {
  if (!condition) {
    throw new Error(`${message}\n\n${all.slice(-SHOWN)}`);
  }
}
