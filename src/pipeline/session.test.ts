import { keyedEnv } from './session';

it('finds the variables of a key, also in named inputs', () => {
  const named = {
    kilnTestInputs: ['{projectRoot}/**/*', { env: 'A' }, 'more'],
    more: [{ env: 'B' }, 'kilnTestInputs'],
  };
  expect(keyedEnv(['kilnTestInputs', { env: 'C' }, { runtime: 'node x' }, '^default'], named)).toEqual(['A', 'B', 'C']);
  expect(keyedEnv(['{projectRoot}/**/*'], named)).toEqual([]);
});
