import { FreezeOptions } from '../model/options';
import { FREEZE_KEYS, readKilnTable } from './kiln-table';

const read = (kiln: Record<string, unknown>, defaults = {}) => readKilnTable({ root: '.', kiln }, defaults);

it('resolves aliases and keeps the order', () => {
  expect(read({ platforms: ['windows', 'arm64', 'linux-arm64'], pythons: ['3.14', '3.13.1'] })).toEqual({
    platforms: ['windows-x64', 'linux-arm64'],
    pythons: ['3.14', '3.13.1'],
    problems: [],
  });
});

it('takes the workspace’s defaults where the project says nothing', () => {
  expect(read({}, { platforms: ['x64'], pythons: ['3.12'] })).toMatchObject({
    platforms: ['linux-x64'],
    pythons: ['3.12'],
  });
  expect(read({ platforms: [] }, { platforms: ['x64'] }).platforms).toEqual([]);
});

it.each([
  [{ platforms: ['linux-arm65'] }, /'linux-arm65' is no platform/],
  [{ platforms: 'linux-x64' }, /has to be a list of texts/],
  [{ pythons: [3.14] }, /has to be a list of texts/],
  [{ pythons: ['three'] }, /'three' is no Python version/],
  [{ platform: [] }, /has no 'platform'/],
  [{ freeze: true }, /freeze has to be a table/],
  [{ freeze: { colour: 'red' } }, /has no 'colour'/],
  [{ freeze: { optimize: '2' } }, /optimize = "2" has to be a number/],
])('%j is a problem', (kiln, message) => {
  expect(read(kiln).problems.join('\n')).toMatch(message);
});

it('takes options of the freezer in either spelling', () => {
  expect(read({ freeze: { 'entry-point': 'a:b', maxGlibc: '2.31' } }).freeze).toEqual({
    entryPoint: 'a:b',
    maxGlibc: '2.31',
  });
});

it('knows every option of the freezer but those that a target or the matrix sets', () => {
  const set = ['platform', 'python', 'outputPath'];
  expect(Object.keys(FREEZE_KEYS).sort()).toEqual(
    Object.keys(FreezeOptions.shape)
      .filter((key) => !set.includes(key))
      .sort(),
  );
});
