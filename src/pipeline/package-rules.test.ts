import { memoryDisk } from '../project/disk';
import { ruleFilesAbove } from './package-rules';

const project = { name: 'lib', root: 'libs/a' };
const above = (files: readonly string[], outside: readonly string[] = []) =>
  ruleFilesAbove(project, memoryDisk(Object.fromEntries(files.map((file) => [file, '']))), '/outer/ws', (path) =>
    outside.includes(path),
  );

it('takes the files of all folders up to where the repository begins', () => {
  expect(above(['.git/config', '.gitignore', 'libs/a/.gitignore'])).toEqual(['../../.gitignore']);
  expect(above(['.git/config', '.gitignore', 'libs/.hgignore'])).toEqual(['../.hgignore', '../../.gitignore']);
  // A submodule.
  expect(above(['.git/config', '.gitignore', 'libs/a/.git'], ['/outer/.gitignore'])).toEqual([]);
});

it('refuses rules from outside of the workspace, where they would count', () => {
  expect(() => above([], ['/outer/.gitignore', '/outer/.git'])).toThrow('would follow the rules of /outer/.gitignore');
  expect(() => above([], ['/.hgignore'])).toThrow('/.hgignore');
  expect(above([], ['/outer/.git', '/.gitignore'])).toEqual([]);
  expect(above(['libs/a/.gitignore'], ['/outer/.gitignore'])).toEqual([]);
  expect(above(['.git/config'], ['/outer/.gitignore'])).toEqual([]);
});
