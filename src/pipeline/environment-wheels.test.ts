import { cell } from '../model/cells';
import { type Platform, platformById } from '../model/platforms';
import type { InstallPackage } from '../project/install-set';
import { glibcFor } from './environment-wheels';

const host = cell('cp314', platformById('linux-x64') as Platform);
const entry = (name: string, filenames: string[], over: Partial<InstallPackage> = {}): InstallPackage => ({
  name,
  extras: [],
  version: '1.0',
  source: { kind: 'registry', url: '' },
  hashes: [],
  wheels: filenames.map((filename) => ({ filename })),
  filesKnown: true,
  neededBy: 'app',
  ...over,
});
const PURE = entry('pure', ['pure-1.0-py3-none-any.whl']);

it('takes the lowest floor that every package has a wheel for', () => {
  expect(glibcFor([PURE], host)).toBe('2.28');
  expect(glibcFor([PURE, entry('new', ['new-1.0-cp314-cp314-manylinux_2_34_x86_64.whl'])], host)).toBe('2.34');
});

it('names what would have to be built', () => {
  const git = entry('fork', [], { source: { kind: 'git', url: 'u', commit: 'c' }, filesKnown: false });
  expect(() => glibcFor([PURE, entry('old', []), git], host)).toThrow(
    'an environment for cp314-linux-x64 cannot be made without building old 1.0, fork 1.0',
  );
});

it('leaves to uv what the lock does not list', () => {
  expect(glibcFor([entry('hashed', [], { filesKnown: false })], host)).toBe('2.28');
});
