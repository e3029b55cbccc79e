import { join } from 'node:path';
import { type Disk, memoryDisk, nodeDisk, rememberingDisk } from './disk';

it('asks once, and knows from a list what is not there', () => {
  const asked: string[] = [];
  const files = memoryDisk({ 'a/x.toml': 'x', 'a/b/y': 'y' });
  const note = <T>(what: string, answer: T): T => {
    asked.push(what);
    return answer;
  };
  const noting: Disk = {
    read: (file) => note(`read ${file}`, files.read(file)),
    list: (folder) => note(`list ${folder}`, files.list(folder)),
    exists: (path) => note(`exists ${path}`, files.exists(path)),
  };
  const disk = rememberingDisk(noting);
  expect([disk.read('a/x.toml'), disk.read('a/x.toml'), disk.read('none'), disk.read('none')]).toEqual([
    'x',
    'x',
    undefined,
    undefined,
  ]);
  expect(disk.exists('a/z')).toBe(false);
  expect(disk.list('a')).toBe(disk.list('a'));
  expect(['a/z', 'a/x.toml', 'a/X.toml', 'a/.', 'a/b/..', '.', 'a/b/../x.toml'].map(disk.exists)).toEqual([
    ...[false, true, false],
    ...[true, true, true, true],
  ]);
  // Only of what the list may hold is the disk asked; letters of either case may mean one file.
  expect(asked).toEqual([
    ...['read a/x.toml', 'read none', 'exists a/z', 'list a'],
    ...['exists a/x.toml', 'exists a/X.toml', 'exists a/.', 'exists a/b/..', 'exists .', 'exists a/b/../x.toml'],
  ]);
});

it('finds nothing in a file', () => {
  const disk = nodeDisk(join(__dirname, '..'));
  expect([disk.list('project/disk.ts'), disk.list('none')]).toEqual([[], []]);
  expect(disk.list('project').map(({ name }) => name)).toContain('disk.ts');
});
