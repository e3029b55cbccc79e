import { memoryDisk } from '../disk';
import { installSet } from '../install-set';
import type { Purpose } from '../types';
import { pylock } from './pylock';
import { APP } from './readers.testing';

const HEAD = 'lock-version = "1.0"\ncreated-by = "x"\n';
const read = (text: string, others: Readonly<Record<string, string>> = {}) =>
  pylock.read('pylock.toml', `${HEAD}${text}`, memoryDisk({ 'pylock.toml': '', ...others }));
const names = (lock: ReturnType<typeof read>, purpose: Purpose) =>
  installSet(lock, APP, { purpose, environment: { sys_platform: 'linux' } }).packages.map(({ name }) => name);

it.each([
  ['index = "https://index.example"', { kind: 'registry', url: 'https://index.example' }],
  ['directory = { path = "libs/x" }', { kind: 'workspace', path: 'libs/x' }],
  ['archive = { path = "vendor/x.zip", hashes = { sha256 = "00" } }', { kind: 'path', path: 'vendor/x.zip' }],
  [
    'archive = { url = "https://f.example/x.zip", subdirectory = "s", hashes = { sha256 = "00" } }',
    { kind: 'url', url: 'https://f.example/x.zip', subdirectory: 's' },
  ],
  [
    'vcs = { type = "git", url = "https://git.example/x", commit-id = "abc", subdirectory = "s" }',
    { kind: 'git', url: 'https://git.example/x', commit: 'abc', subdirectory: 's' },
  ],
])('reads a source %s', (source, expected) => {
  expect(read(`[[packages]]\nname = "X"\n${source}\n`).packages[0]).toMatchObject({ name: 'x', source: expected });
});

it('reads files with their hashes', () => {
  const file = (name: string) =>
    `{ url = "https://f.example/${name}", hashes = { md5 = "no", sha256 = "${name.length}" } }`;
  expect(
    read(`[[packages]]\nname = "x"\nversion = "1"\nsdist = ${file('x.tar.gz')}\nwheels = [${file('x-1.whl')}]\n`)
      .packages[0],
  ).toMatchObject({
    version: '1',
    sdist: { filename: 'x.tar.gz', hash: 'sha256:8' },
    wheels: [{ filename: 'x-1.whl', hash: 'sha256:7' }],
  });
  const archive = read(`[[packages]]\nname = "x"\narchive = ${file('x-1.whl')}\n`).packages[0];
  expect(archive?.wheels).toHaveLength(1);
});

const one = (name: string, marker = '') =>
  `[[packages]]\nname = "${name}"\nversion = "1"\n${marker ? `marker = "${marker}"\n` : ''}`;

it('follows groups and extras in markers, default groups ship', () => {
  const lock = read(
    `default-groups = ["default"]\n${one('a', "'default' in dependency_groups")}${one('b', "'dev' in dependency_groups or 'test' in extras")}${one('c', "'docs' in dependency_groups")}${one('d', "'default' in dependency_groups and sys_platform == 'win32'")}${one('ruff', "'docs' in dependency_groups")}`,
  );
  expect(names(lock, 'build')).toEqual(['a']);
  expect(names(lock, 'test')).toEqual(['a', 'b']);
  expect(names(lock, 'lint')).toEqual(['ruff']);
  expect(names(lock, 'package')).toEqual([]);
});

it('takes the files of a folder as one lock, each for the group of its name', () => {
  const others = { 'pylock.dev.toml': `${HEAD}${one('a')}${one('b')}`, 'pylock.docs.toml': `${HEAD}${one('c')}` };
  const lock = read(one('a'), others);
  expect(lock.includes).toEqual(['pylock.dev.toml', 'pylock.docs.toml']);
  expect(lock.packages.map(({ name, memberOf }) => [name, memberOf])).toEqual([
    ['a', ['dev', 'main']],
    ['b', ['dev']],
    ['c', ['docs']],
  ]);
  expect([names(lock, 'build'), names(lock, 'test')]).toEqual([['a'], ['a', 'b']]);
});
