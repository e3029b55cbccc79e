/**
 * Makes a test of every row. Rows in which nothing may run again are tried together, in one run of all targets: where every
 * task is a hit after all of these changes, each of them alone moves nothing either. Where one is not, each row is tried alone.
 */
import type { Row } from './row';
import { type Built, tryRow } from './trial';

const MINUTES = 60_000;

/** Whether a row says that nothing may run, in the workspace where it lies. */
export function isQuiet({ miss, store, gone, defect, fails, refused, moves }: Row): boolean {
  return [miss, store, gone, defect, fails, refused, moves].every((what) => what === undefined);
}

/** All of these rows as one. */
export function together(rows: readonly Row[]): Row {
  return {
    id: `${rows.length} changes for which nothing runs`,
    why: '',
    change: rows.flatMap(({ change }) => change),
    ...(rows.some(({ rebuild }) => rebuild) && { rebuild: true }),
  };
}

/** @param built asked for when the first row is tried */
export function testEachRow(rows: readonly Row[], built: () => Built): void {
  const quiet = rows.filter(isQuiet);
  let tried: Promise<unknown> | undefined;
  const fault = () => (tried ??= tryRow(built(), together(quiet)).catch((error: unknown) => error));
  const tryQuiet = async (row: Row) => {
    const why = await fault();
    if (why !== undefined) {
      await tryRow(built(), row);
      throw new Error(`nothing ran after this change alone, but after it and others: ${(why as Error).message}`);
    }
  };
  for (const row of rows) {
    // A mended defect fails here, until its row says so.
    const test = row.defect ? it.failing : it;
    test(row.id, () => (quiet.length > 1 && isQuiet(row) ? tryQuiet(row) : tryRow(built(), row)), 5 * MINUTES);
  }
}
