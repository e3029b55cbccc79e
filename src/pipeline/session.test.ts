import { NEVER_TWICE } from '../model/never-twice';
import { isCached, keyedEnv, keyedFiles } from './session';

it('finds the variables of a key, also in named inputs', () => {
  const named = {
    kilnTestInputs: ['{projectRoot}/**/*', { env: 'A' }, 'more'],
    more: [{ env: 'B' }, 'kilnTestInputs'],
  };
  expect(keyedEnv(['kilnTestInputs', { env: 'C' }, { runtime: 'node x' }, '^default'], named)).toEqual(['A', 'B', 'C']);
  expect(keyedEnv(['{projectRoot}/**/*'], named)).toEqual([]);
});

it('finds filesets and commands of a key', () => {
  const named = { more: [{ fileset: 'b', includeIgnored: true }, { runtime: 'c' }, 'more'] };
  expect(keyedFiles(['{projectRoot}/a', 'more', { env: 'X' }, { input: 'more', projects: ['x'] }], named)).toEqual([
    '{projectRoot}/a',
    'b',
    'c',
  ]);
});

it('takes a target whose key is never the same for one that is not cached, whatever targetDefaults say', () => {
  const named = { kilnLintInputs: ['{projectRoot}/**/*.py', { runtime: NEVER_TWICE }] };
  expect(isCached({ cache: true, inputs: ['kilnLintInputs'] }, named)).toBe(false);
  expect(isCached({ cache: true, inputs: ['kilnLintInputs'] }, { kilnLintInputs: ['{projectRoot}/**/*.py'] })).toBe(
    true,
  );
  expect(isCached({ cache: false }, {})).toBe(false);
});
