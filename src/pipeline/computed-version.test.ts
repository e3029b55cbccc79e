import { project } from '../plan/plan.testing';
import { withVersions } from './computed-version';
import type { Session } from './session';

const session = {} as Session; // Nothing of it is asked for here.

it('leaves versions alone that a file says', async () => {
  expect(await withVersions([project({ version: '1.2.0' })], session)).toMatchObject([{ version: '1.2.0' }]);
});

it('refuses a project without a version that nothing computes', async () => {
  const { version: _, build: __, ...open } = project();
  await expect(withVersions([open], session)).rejects.toMatchObject({
    code: 'PROJECT_INCOMPLETE',
    message: expect.stringContaining('says none, and nothing computes it'),
    hint: expect.stringContaining('[build-system]'),
  });
});
