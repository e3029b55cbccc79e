/**
 * The cache truth table: each row changes one thing in a built workspace and says which tasks may run again, at the level
 * of Nx and at that of the action store. Every other task of the workspace has to be a hit; afterwards everything is put
 * back, and then everything has to be a hit again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSetting, type Setting } from '../harness/setting';
import { listing } from '../harness/verbs';
import type { Outcomes } from './outcome';
import { differences, expectedOf, type Row } from './row';
import { ROWS } from './rows';
import { runAll, type Stage, setStage, type Told } from './stage';
import { change } from './world';

const MINUTES = 60_000;
const SHOWN = 3_000;

let setting: Setting;
let stage: Stage;
/** Tasks of the unchanged workspace. */
let known: string[];
let artefacts: string[];

beforeAll(async () => {
  setting = await makeSetting();
  stage = await setStage(setting);
  const first = await runAll(stage.world);
  if (first.code !== 0) {
    throw new Error(`the workspace does not build:\n${first.all}`);
  }
  known = Object.keys(first.outcomes ?? {});
  artefacts = built();
}, 30 * MINUTES);

afterAll(async () => {
  stage?.stop();
  if (!process.env.KILN_E2E_KEEP) {
    await setting?.dispose();
  }
}, 2 * MINUTES);

const built = (folder = stage.world.folder) => listing(join(folder, 'dist')).filter((line) => !line.startsWith('web/'));

/** Nx shows the output of each task: only the end says why something went wrong. */
function expectOutcomes(told: Told, expected: Outcomes): void {
  const wrong = told.outcomes ? differences(expected, told.outcomes) : ['nothing ran'];
  if (wrong.length > 0) {
    throw new Error(`${wrong.join('\n')}\n\n${told.all.slice(-SHOWN)}`);
  }
}

async function check(row: Row): Promise<void> {
  const back = change(stage.world, row.change);
  try {
    const told = await runAll(stage.world);
    if (row.refused) {
      expect(told.all).toContain(`error[${row.refused}]`);
      expect([told.code, told.outcomes]).toEqual([1, undefined]);
      return;
    }
    expectOutcomes(told, expectedOf(row, known));
    if (row.fails) {
      expect(told.all).toContain(`error[${row.fails}]`);
    }
    expect(told.code === 0).toBe(row.fails === undefined);
    if (row.rebuild) {
      const served = built();
      expect((await runAll(stage.world, ['--skip-nx-cache', '--targets=build,bytecode'])).code).toBe(0);
      expect(built()).toEqual(served);
    }
  } finally {
    back();
  }
}

describe.each(Object.entries(ROWS))('%s', (_, rows) => {
  it.each(rows.map((row) => [row.id, row] as const))(
    '%s',
    async (_id, row) => {
      await check(row);
      const again = await runAll(stage.world);
      expectOutcomes(again, expectedOf({ ...row, miss: {}, store: {}, gone: {} }, known));
    },
    5 * MINUTES,
  );
});

it(
  'gives the same bytes when nothing is known any more',
  async () => {
    const { env, folder } = stage.world;
    expect(built()).toEqual(artefacts);
    for (const path of [env.NX_CACHE_DIRECTORY, env.NX_WORKSPACE_DATA_DIRECTORY, join(folder, 'dist')]) {
      rmSync(path as string, { recursive: true, force: true });
    }
    for (const part of ['cas', 'results', 'items', 'index', 'kept']) {
      rmSync(join(env.KILN_CACHE_DIR as string, part), { recursive: true, force: true });
    }
    expect((await runAll(stage.world)).code).toBe(0);
    expect(built()).toEqual(artefacts);
  },
  30 * MINUTES,
);
