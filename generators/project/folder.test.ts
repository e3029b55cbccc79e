import { memoryDisk } from '../../src/project/disk';
import { assertFree, projectFolder } from './folder';

it.each([
  ['apps/hello', undefined, 'apps/hello'],
  ['./apps//hello/', undefined, 'apps/hello'],
  ['apps\\hello', undefined, 'apps/hello'],
  ['/w/apps/hello', 'libs', 'apps/hello'],
  ['hello', 'apps', 'apps/hello'],
  ['../libs/x', 'apps', 'libs/x'],
  // As Nx's own generators take it: from the root, though given further down.
  ['apps/hello', 'apps', 'apps/hello'],
  ['apps-of-ours', 'apps', 'apps/apps-of-ours'],
])('takes %s in %s for %s', (directory, cwd, expected) => {
  expect(projectFolder(directory, cwd, '/w')).toBe(expected);
});

it.each([
  ['../x', undefined],
  ['../../x', 'apps'],
  ['/elsewhere/x', undefined],
  ['.', undefined],
  ['node_modules/x', undefined],
  ['a/b:c', undefined],
])('refuses %s in %s', (directory, cwd) => {
  expect(() => projectFolder(directory, cwd, '/w')).toThrow(`directory=${directory}`);
});

it('lists a few of the files that are in the way', () => {
  const files = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`a/f${i}`, '']));
  expect(() => assertFree('a', memoryDisk(files))).toThrow(
    expect.objectContaining({ lines: ['a/f0', 'a/f1', 'a/f2', 'a/f3', 'a/f4', 'and 2 more'] }),
  );
  expect(() => assertFree('b', memoryDisk(files))).not.toThrow();
});
