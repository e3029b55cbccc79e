/** The core rows of the table with the oldest line of Nx. */
import { makeSetting } from '../harness/setting';
import { testEachRow } from './each-row';
import { CORE } from './rows';
import { setStage } from './stage';
import { type Built, buildOnce, wantAllHits } from './trial';

const MINUTES = 60_000;

let built: Built;
beforeAll(async () => {
  built = await buildOnce(await setStage(await makeSetting(), { name: 'older', nx: '23.2.1' }));
}, 30 * MINUTES);
afterAll(() => built?.stop());

testEachRow(CORE, () => built);
it('and everything is a hit when all of it is put back', () => wantAllHits(built), 5 * MINUTES);
