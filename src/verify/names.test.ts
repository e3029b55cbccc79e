import type { Entry } from '../engine/types';
import { longPaths, nameProblems, refuseNames } from './names';

const files = (...paths: string[]): Entry[] => paths.map((path) => ({ path, sha256: '', size: 0 }));
const problems = (os: 'windows' | 'macos' | 'linux', ...paths: string[]): string[] =>
  nameProblems(files(...paths), { os }).map(({ path, problem }) => `${path}: ${problem}`);

it.each([
  ['site/x/aux.py', "site/x/aux.py: 'aux.py' is the name of a device"],
  ['site/Com1/a', "site/Com1/a: 'Com1' is the name of a device"],
  ['site/nul .txt', undefined],
  ['site/a:b', 'site/a:b: the character ":"'],
  ['site/a\u0007b', 'site/a\u0007b: the character "\\u0007"'],
  ['site/dot./a', "site/dot./a: 'dot.' ends in a dot"],
  ['site/space ', "site/space : 'space ' ends in a space"],
  ['site/console.py', undefined],
  ['site/auxiliary/com10.py', undefined],
] as const)('on Windows %j: %s', (path, expected) => {
  expect(problems('windows', path)).toEqual(expected === undefined ? [] : [expected]);
  expect(problems('macos', path)).toEqual([]);
});

it('finds what a file system that ignores case would take for one, folders too', () => {
  const paths = ['app/Data/a', 'app/data/b', 'app/x.py', 'app/X.py'];
  const expected = [
    'app/data: differs from app/Data in case or spelling of accents alone',
    'app/X.py: differs from app/x.py in case or spelling of accents alone',
  ];
  expect(problems('windows', ...paths)).toEqual(expected);
  expect(problems('macos', ...paths)).toEqual(expected);
  expect(problems('linux', ...paths)).toEqual([]);
  expect(problems('macos', 'caf\u00e9', 'cafe\u0301')).toHaveLength(1);
});

it('refuses links on Windows alone', () => {
  const link: Entry = { path: 'lib/a', link: 'b' };
  expect(nameProblems([link], { os: 'windows' })).toMatchObject([{ path: 'lib/a' }]);
  expect(nameProblems([link], { os: 'macos' })).toEqual([]);
});

it('refuses what no folder can hold, and tells what a usual one cannot', () => {
  const long = (length: number): string => 'a/'.repeat(200).slice(0, length - 1) + 'b';
  expect(problems('windows', long(254))).toEqual([]);
  expect(problems('windows', long(255))).toEqual([expect.stringContaining('255 characters')]);
  expect(longPaths(files(long(189), long(190)), { os: 'windows' })).toEqual([long(190)]);
  expect(longPaths(files(long(190)), { os: 'macos' })).toEqual([]);
});

it('refuses with the files', () => {
  const refuse = () => refuseNames([{ path: 'a/aux.py', problem: 'bad' }], { id: 'windows-x64' });
  expect(refuse).toThrow(expect.objectContaining({ code: 'VERIFY_NAMES', lines: ['a/aux.py: bad'] }));
  expect(() => refuseNames([], { id: 'windows-x64' })).not.toThrow();
});
