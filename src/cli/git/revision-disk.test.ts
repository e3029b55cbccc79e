import { memoryDisk } from '../../project/disk';
import type { Change } from './changes';
import { revisionDisk } from './revision-disk';

const file = (blob: string) => ({ blob, isLink: false });
/** The name of a blob is its text. */
const readBlob = (blob: string): string => blob;

function diskBefore(now: Record<string, string>, changes: Change[]) {
  return revisionDisk(memoryDisk(now), changes, readBlob);
}

it('gives the texts of before, and those that did not change', () => {
  const disk = diskBefore({ 'a.txt': 'new', 'b.txt': 'same' }, [
    { path: 'a.txt', before: file('old'), after: file('new') },
  ]);
  expect([disk.read('a.txt'), disk.read('./b.txt'), disk.read('c.txt')]).toEqual(['old', 'same', undefined]);
});

it('lacks what was added, with the folders that it made', () => {
  const disk = diskBefore({ 'libs/new/src/a.py': '', 'libs/old/b.py': '' }, [
    { path: 'libs/new/src/a.py', after: file('') },
  ]);
  expect(disk.exists('libs/new')).toBe(false);
  expect(disk.exists('libs/new/src/a.py')).toBe(false);
  expect(disk.list('libs')).toEqual([{ name: 'old', folder: true }]);
  expect(disk.list('libs/new/src')).toEqual([]);
});

it('has what was removed, with its folders', () => {
  const disk = diskBefore({ 'pyproject.toml': '' }, [{ path: 'apps/x/pyproject.toml', before: file('text') }]);
  expect(disk.list('.')).toEqual([
    { name: 'apps', folder: true },
    { name: 'pyproject.toml', folder: false },
  ]);
  expect(disk.list('apps/x')).toEqual([{ name: 'pyproject.toml', folder: false }]);
  expect(disk.exists('apps/x')).toBe(true);
});

it('tells a file from the folder that took its name', () => {
  const disk = diskBefore({ 'mod/__init__.py': '' }, [
    { path: 'mod', before: file('one file') },
    { path: 'mod/__init__.py', after: file('') },
  ]);
  expect(disk.list('.')).toEqual([{ name: 'mod', folder: false }]);
  expect(disk.read('mod')).toBe('one file');
});

it('follows a link that was there, to a file and to a folder', () => {
  const disk = diskBefore({ 'shared/a/x.py': 'x' }, [
    { path: 'libs/link', before: { blob: '../shared/a', isLink: true } },
    { path: 'libs/x.py', before: { blob: '../shared/a/x.py', isLink: true } },
  ]);
  expect(disk.read('libs/link/x.py')).toBe('x');
  expect(disk.read('libs/x.py')).toBe('x');
  expect(disk.list('libs')).toEqual([
    { name: 'link', folder: true, link: '../shared/a' },
    { name: 'x.py', folder: false, link: '../shared/a/x.py' },
  ]);
});

it('gives up on links that go in a circle', () => {
  const disk = diskBefore({ x: '' }, [{ path: 'loop', before: { blob: 'loop', isLink: true } }]);
  expect(disk.list('.')).toEqual([
    { name: 'loop', folder: false, link: 'loop' },
    { name: 'x', folder: false },
  ]);
});

it('is the disk itself where nothing changed', () => {
  const now = memoryDisk({});
  expect(revisionDisk(now, [], readBlob)).toBe(now);
});
