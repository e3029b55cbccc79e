import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function folder(name: string, order: readonly string[], mode: number): void {
  mkdirSync(join(root, name, 'lib'), { recursive: true });
  for (const file of order) {
    writeFileSync(join(root, name, file), `content of ${file}`, { mode: file === 'app' ? 0o700 : mode });
    utimesSync(join(root, name, file), order.length, mode);
  }
  symlinkSync('data.txt', join(root, name, 'lib/link'));
  symlinkSync('lib', join(root, name, 'also'));
}
const python = (...args: string[]) => spawnSync('python3', ['-I', '-S', ...args], { cwd: root, encoding: 'utf8' });
const pack = (format: string, name: string) =>
  expect(python(join(__dirname, 'archive.py'), format, name, 'app', `${name}.${format}`)).toMatchObject({ status: 0 });

const LIST = {
  zip: 'import sys, zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16), i.date_time[0])',
  'tar.gz':
    'import sys, tarfile\nfor i in tarfile.open(sys.argv[1]): print(i.name, oct(i.mode), i.mtime, i.uid, i.uname, i.linkname)',
};

test.each([
  [
    'zip',
    ['app/also 0o120777 1980', 'app/app 0o100755 1980', 'app/lib/data.txt 0o100644 1980', 'app/lib/link 0o120777 1980'],
  ],
  [
    'tar.gz',
    ['app/also 0o644 0 0  lib', 'app/app 0o755 0 0', 'app/lib/data.txt 0o644 0 0', 'app/lib/link 0o644 0 0  data.txt'],
  ],
] as const)('%s is sorted, without times and owners, the same from any folder', (format, listed) => {
  folder('one', ['app', 'lib/data.txt'], 0o640);
  folder('two', ['lib/data.txt', 'app'], 0o600);
  pack(format, 'one');
  pack(format, 'two');
  const [one, two] = ['one', 'two'].map((name) => readFileSync(join(root, `${name}.${format}`)));
  expect(one?.equals(two as Buffer)).toBe(true);
  const { stdout } = python('-c', LIST[format], `one.${format}`);
  expect(
    stdout
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(Boolean),
  ).toEqual(listed);
});

test('sorts many files of many folders, in whatever order the disk lists them', () => {
  const names = Array.from({ length: 40 }, (_, i) => `${(i * 7) % 40}`).flatMap((n) => [`d${n}/x`, `f${n}`]);
  for (const name of names) {
    mkdirSync(join(root, 'many', name, '..'), { recursive: true });
    writeFileSync(join(root, 'many', name), '');
  }
  pack('zip', 'many');
  const { stdout } = python('-c', LIST.zip, 'many.zip');
  expect(stdout.match(/^app\/\S+/gm)).toEqual(names.map((name) => `app/${name}`).sort());
});

test('tells no time in the head of gzip either', () => {
  folder('one', ['app', 'lib/data.txt'], 0o640);
  pack('tar.gz', 'one');
  expect(readFileSync(join(root, 'one.tar.gz')).readUInt32LE(4)).toBe(0);
});
