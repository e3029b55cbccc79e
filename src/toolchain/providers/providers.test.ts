import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporary } from '../toolchain.testing';
import { digestArchive, folderItems, takeArchive } from './archive';
import { moduleItems, sumModule } from './go-module';

it('computes go.sum’s hash', () => {
  const folder = temporary('module');
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'go.mod'), 'module m\n');
  writeFileSync(join(folder, 'a', 'b.go'), 'package a\n');
  writeFileSync(join(folder, 'a.go'), 'package m\n');
  // printf '%s  m@v1/%s\n' per file in byte order | sha256sum | base64
  expect(sumModule(folder, 'm@v1')).toBe('h1:64T8xjT7KJdv97g8ehlfbJoE6xSAl9sGQofYBFP591Q=');
  writeFileSync(join(folder, 'a', 'b.go'), 'package b\n');
  expect(sumModule(folder, 'm@v1')).not.toBe('h1:64T8xjT7KJdv97g8ehlfbJoE6xSAl9sGQofYBFP591Q=');
});

it('reads a platform’s files as files.json lists them', async () => {
  const folder = temporary('module');
  mkdirSync(join(folder, 'bin'));
  const files = [
    { name: 'bin', size: 0, perm: 0x80000000 + 0o755 },
    { name: 'bin/python3', size: 8, perm: 0x8000000, symlink: 'python3.14' },
    { name: 'bin/python3.14', size: 3, perm: 0o775, compressed: true },
    { name: 'README', size: 2, perm: 0o664 },
  ];
  writeFileSync(join(folder, 'files.json'), JSON.stringify({ files }));
  writeFileSync(join(folder, 'bin', 'python3.14.gz'), gzipSync('ELF'));
  writeFileSync(join(folder, 'README'), 'hi');
  const read = moduleItems(folder).map(async (item) =>
    'link' in item ? item : { path: item.path, executable: item.executable, text: `${await item.read()}` },
  );
  expect(await Promise.all(read)).toEqual([
    { path: 'bin/python3', link: 'python3.14' },
    { path: 'bin/python3.14', executable: true, text: 'ELF' },
    { path: 'README', executable: false, text: 'hi' },
  ]);
});

/** A folder that looks like a Python, whose time and owner do not matter. */
function pythonFolder(): string {
  const folder = temporary('python');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'lib', '__pycache__'), { recursive: true });
  writeFileSync(join(folder, 'bin', 'python3.14'), 'ELF');
  chmodSync(join(folder, 'bin', 'python3.14'), 0o700);
  writeFileSync(join(folder, 'lib', '__pycache__', 'x.pyc'), 'cached');
  symlinkSync('python3.14', join(folder, 'bin', 'python3'));
  return folder;
}

it('gives a folder the same digest wherever it is, and another one when anything changes', async () => {
  const [one, two] = [pythonFolder(), pythonFolder()];
  expect(await digestArchive(one)).toBe(await digestArchive(two));
  expect(
    folderItems(one)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['bin/python3', 'bin/python3.14']);
  chmodSync(join(two, 'bin', 'python3.14'), 0o600);
  expect(await digestArchive(one)).not.toBe(await digestArchive(two));
});

it.each([
  ['/usr/bin/python3', 'bin/absolute'],
  ['../../python3', 'bin/outside'],
])('refuses a link to %s', (target, path) => {
  const folder = pythonFolder();
  symlinkSync(target, join(folder, path));
  expect(() => folderItems(folder)).toThrow(/is a link out of the Python's folder/);
});

it('refuses what is no archive', async () => {
  const folder = temporary('python');
  writeFileSync(join(folder, 'python.zip'), '');
  const take = (name: string) => takeArchive(join(folder, name), folder);
  await expect(take('python.zip')).rejects.toThrow(/neither a folder nor a .tar/);
  await expect(take('python.tar.gz')).rejects.toThrow(/does not exist/);
});
