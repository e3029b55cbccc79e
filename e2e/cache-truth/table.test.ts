/**
 * The cache truth table: each row changes one thing in a built workspace and says which tasks may run again, at the level
 * of Nx and at that of the action store. Every other task of the workspace has to be a hit. Then everything is put back:
 * the next row finds hits wherever it changes nothing, and after the last row of a heading everything has to be a hit.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSetting } from '../harness/setting';
import { testEachRow } from './each-row';
import { differences, expectedOf } from './row';
import { ROWS } from './rows';
import { runAll, setStage } from './stage';
import { artefacts, type Built, buildOnce, wantAllHits } from './trial';
import { json } from './workspace';
import { append, change, write } from './world';

const MINUTES = 60_000;

describe('the table', () => {
  let built: Built;
  let before: string[];
  beforeAll(async () => {
    // The plugin in Nx's own process saves a second for each of a hundred runs; the core rows are tried in one of its own.
    built = await buildOnce(
      await setStage(await makeSetting(), { name: 'table', env: { NX_ISOLATE_PLUGINS: 'false' } }),
    );
    before = artefacts(built);
  }, 30 * MINUTES);
  afterAll(() => built?.stop());

  describe.each(Object.entries(ROWS))('%s', (_, rows) => {
    testEachRow(rows, () => built);
    it('and everything is a hit when all of it is put back', () => wantAllHits(built), 5 * MINUTES);
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
