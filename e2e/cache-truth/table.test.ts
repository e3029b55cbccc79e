/**
 * The cache truth table: each row changes one thing in a built workspace and says which tasks may run again, at the level
 * of Nx and at that of the action store. Every other task of the workspace has to be a hit; afterwards everything is put
 * back, and then everything has to be a hit again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../harness/processes';
import { makeSetting, type Setting } from '../harness/setting';
import { differences, expectedOf } from './row';
import { ROWS } from './rows';
import { runAll, type StageOptions, setStage } from './stage';
import { artefacts, type Built, buildOnce, tryRow } from './trial';
import { json } from './workspace';
import { append, change, write } from './world';

const MINUTES = 60_000;
const ALL = Object.values(ROWS).flat();
/** Rows that are tried again with the daemon, and with the oldest line of Nx: what differs there is how files are hashed. */
const CORE = ALL.filter(({ core }) => core);

let setting: Setting;
const stops: (() => void)[] = [];
const stageOf = async (options: StageOptions): Promise<Built> => {
  const stage = await setStage(setting, options);
  stops.push(stage.stop);
  return buildOnce(stage);
};

beforeAll(async () => {
  setting = await makeSetting();
}, 30 * MINUTES);

afterAll(async () => {
  for (const stop of stops) {
    stop();
  }
  if (!process.env.KILN_E2E_KEEP) {
    await setting?.dispose();
  }
}, 2 * MINUTES);

describe('the table', () => {
  let built: Built;
  let before: string[];
  beforeAll(async () => {
    built = await stageOf({ name: 'table' });
    before = artefacts(built);
  }, 30 * MINUTES);

  describe.each(Object.entries(ROWS))('%s', (_, rows) => {
    for (const row of rows) {
      // A mended defect fails here, until its row says so.
      (row.defect ? it.failing : it)(row.id, () => tryRow(built, row), 5 * MINUTES);
    }
  });

  it(
    'sees a wrong hit: a target whose inputs lack the sources',
    async () => {
      const { world } = built;
      const careless = {
        executor: 'nx-kiln:bytecode',
        cache: true,
        inputs: ['{projectRoot}/pyproject.toml'],
        outputs: ['{options.outputPath}'],
        options: { outputPath: 'dist/careless' },
      };
      const back = change(world, [
        write('libs/testkit/project.json', json({ name: 'testkit', targets: { careless } })),
      ]);
      try {
        const run = async () => (await runAll(world, ['--targets=careless'])).outcomes ?? {};
        const expected = expectedOf({ id: '', why: '', change: [], miss: { testkit: 'careless' } }, []);
        expect(differences(expected, await run())).toEqual([]);
        change(world, [append('libs/testkit/src/testkit/__init__.py', 'MORE = 1\n')]);
        expect(differences(expected, await run())).toEqual(['testkit:careless is hit, not miss']);
      } finally {
        back();
      }
    },
    5 * MINUTES,
  );

  it(
    'gives the same bytes when nothing is known any more',
    async () => {
      const { env, folder } = built.world;
      rmSync(join(folder, 'dist'), { recursive: true });
      expect((await runAll(built.world)).code).toBe(0);
      expect(artefacts(built)).toEqual(before);
      for (const path of [env.NX_CACHE_DIRECTORY, env.NX_WORKSPACE_DATA_DIRECTORY, join(folder, 'dist')]) {
        rmSync(path as string, { recursive: true });
      }
      for (const part of ['cas', 'results', 'items', 'index', 'kept', 'environments']) {
        rmSync(join(env.KILN_CACHE_DIR as string, part), { recursive: true, force: true });
      }
      expect((await runAll(built.world)).code).toBe(0);
      expect(artefacts(built)).toEqual(before);
    },
    30 * MINUTES,
  );
});

describe('with the daemon', () => {
  let built: Built | undefined;
  beforeAll(async () => {
    built = await stageOf({ name: 'daemon', env: { NX_DAEMON: 'true' } });
  }, 30 * MINUTES);
  afterAll(async () => {
    if (!built) {
      return;
    }
    const { folder, env } = built.world;
    await must([join(folder, 'node_modules', '.bin', 'nx'), 'daemon', '--stop'], { cwd: folder, env });
  }, MINUTES);

  it.each(CORE.map((row) => [row.id, row] as const))('%s', (_, row) => tryRow(built as Built, row), 5 * MINUTES);
});

describe('with Nx 23.2.1', () => {
  let built: Built;
  beforeAll(async () => {
    built = await stageOf({ name: 'older', nx: '23.2.1' });
  }, 30 * MINUTES);

  it.each(CORE.map((row) => [row.id, row] as const))('%s', (_, row) => tryRow(built, row), 5 * MINUTES);
});
