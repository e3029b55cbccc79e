import { checkPaths } from './tree-problems';

const windows = { id: 'windows-x64', os: 'windows' } as const;
const macos = { id: 'macos-arm64', os: 'macos' } as const;
const linux = { id: 'linux-x64', os: 'linux' } as const;
const long = (length: number) => `a/${'x'.repeat(length - 2)}`;

it.each([
  [['a/Readme.txt', 'a/README.txt'], 'a/Readme.txt and a/README.txt'],
  [['a/Data/one', 'a/data/two'], 'a/Data and a/data'],
  [['a/caf\u00e9', 'a/cafe\u0301'], 'a/caf\u00e9 and a/cafe\u0301'],
])('%j are one on Windows and macOS', (paths, which) => {
  for (const platform of [windows, macos]) {
    expect(() => checkPaths(paths, platform)).toThrow(
      expect.objectContaining({ code: 'NAME_CLASH', message: `on ${platform.id} these names are one: ${which}` }),
    );
  }
  expect(checkPaths(paths, linux)).toEqual([]);
});

it.each(['a/nul', 'a/AUX.txt', 'a/com1/b', 'a/b?', 'a/b:c', 'a/b.', 'a/b /c', 'a/b\\c', 'a/b\tc'])(
  'Windows has no %s',
  (path) => {
    expect(() => checkPaths([path], windows)).toThrow(expect.objectContaining({ code: 'PATH_UNUSABLE' }));
    expect(checkPaths([path], macos)).toEqual([]);
  },
);

it.each(['a/null.pyc', 'a/console', 'a/common.py', 'a/.hidden', 'a/b c'])('Windows has %s', (path) => {
  expect(checkPaths([path], windows)).toEqual([]);
});

it('spells out what no terminal shows', () => {
  expect(() => checkPaths(['a/b\u001bc'], windows)).toThrow('Windows has no file called a/b\\u001bc');
});

it('says how long the folder may be, and refuses what fits nowhere', () => {
  expect(checkPaths([long(160)], windows)).toEqual([]);
  expect(checkPaths([long(200), 'a/b'], windows)).toEqual([expect.stringContaining('at most 56 characters')]);
  expect(() => checkPaths([long(240)], windows)).toThrow('240 characters long, too long for Windows');
  expect(checkPaths([long(240)], macos)).toEqual([]);
});
