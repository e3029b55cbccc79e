/** The core rows of the table with Nx's daemon. */
import { join } from 'node:path';
import { must } from '../harness/processes';
import { makeSetting } from '../harness/setting';
import { testEachRow } from './each-row';
import { CORE } from './rows';
import { setStage } from './stage';
import { type Built, buildOnce, wantAllHits } from './trial';

const MINUTES = 60_000;

let built: Built;
beforeAll(async () => {
  built = await buildOnce(await setStage(await makeSetting(), { name: 'daemon', env: { NX_DAEMON: 'true' } }));
}, 30 * MINUTES);
afterAll(async () => {
  if (built) {
    const { folder, env } = built.world;
    await must([join(folder, 'node_modules', '.bin', 'nx'), 'daemon', '--stop'], { cwd: folder, env });
    built.stop();
  }
}, MINUTES);

testEachRow(CORE, () => built);
it('and everything is a hit when all of it is put back', () => wantAllHits(built), 5 * MINUTES);
