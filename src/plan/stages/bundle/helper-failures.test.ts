import { KilnError } from '../../../model/errors';
import { helperFailure } from './helper-failures';

const failed = (...lines: string[]) => helperFailure(new KilnError('ACTION_FAILED', 'a step failed', { lines }));

it('says which option named what is not there', () => {
  expect(failed('env … python', "no script: no locked package has 'x'; scripts that exist: a:b")).toMatchObject({
    code: 'ENTRY_POINT_MISSING',
    message: "dependencyScripts: no locked package has 'x'; scripts that exist: a:b",
  });
  expect(failed('no such module: sqlite')).toMatchObject({
    code: 'OPTION_INVALID',
    message: 'stdlibKeep: the standard library has no sqlite',
  });
});

it('knows nothing of other failures', () => {
  expect(failed('error: something else')).toBeUndefined();
  expect(helperFailure(new Error('no script: x'))).toBeUndefined();
});
