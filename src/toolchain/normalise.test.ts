import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { innerRoot, restoreFromArchive } from './normalise';
import { hashFile, type Item, readTar, writeTar } from './tar';
import { digestFolder, temporary } from './toolchain.testing';

const file = (path: string, content: string, executable = false): Item => ({
  path,
  executable,
  read: async () => Buffer.from(content),
});
const PYTHON: Item[] = [
  file('bin/python3.14', 'ELF', true),
  { path: 'bin/python3', link: 'python3.14' },
  file('lib/python3.14/os.py', 'import sys\n'),
  file('lib/python3.14/_sysconfigdata__linux_.py', "build_time_vars = {'prefix': '/install'}\n"),
  file('lib/python3.14/__pycache__/os.cpython-314.pyc', 'stale'),
  file(`lib/python3.14/${'deep/'.repeat(30)}name.py`, ''),
];

it('writes the same archive whatever the order', async () => {
  const folder = temporary('tar');
  const first = await writeTar(join(folder, 'a.tar'), PYTHON);
  const second = await writeTar(join(folder, 'b.tar'), [...PYTHON].reverse());
  expect(first).toBe(second);
  expect(await hashFile(join(folder, 'a.tar'))).toBe(first);
  const other = await writeTar(join(folder, 'c.tar'), [...PYTHON.slice(1), file('bin/python3.14', 'ELF', false)]);
  expect(other).not.toBe(first);
});

it('fails with the reader’s error', async () => {
  const broken: Item = { path: 'x', executable: false, read: () => Promise.reject(new Error('unreadable')) };
  await expect(writeTar(join(temporary('tar'), 'a.tar'), [broken])).rejects.toThrow('unreadable');
});

/** What uv leaves after installing PYTHON. */
function installed(): string {
  const folder = temporary('installed');
  mkdirSync(join(folder, 'bin'));
  const lib = join(folder, 'lib', 'python3.14');
  mkdirSync(join(lib, 'deep/'.repeat(30)), { recursive: true });
  mkdirSync(join(lib, '__pycache__'));
  writeFileSync(join(folder, 'bin', 'python3.14'), 'ELF');
  symlinkSync('python3.14', join(folder, 'bin', 'python3'));
  symlinkSync('python3.14', join(folder, 'bin', 'python'));
  writeFileSync(join(lib, 'os.py'), 'import sys\n');
  chmodSync(join(lib, 'os.py'), 0o777);
  writeFileSync(join(lib, 'deep/'.repeat(30), 'name.py'), '');
  writeFileSync(join(lib, '_sysconfigdata__linux_.py'), `build_time_vars = {'prefix': '${folder}', 'CC': 'cc'}\n`);
  writeFileSync(join(lib, 'EXTERNALLY-MANAGED'), '[externally-managed]\n');
  writeFileSync(join(lib, '__pycache__', 'os.cpython-314.pyc'), 'stale');
  writeFileSync(join(folder, 'BUILD'), '20261110');
  return folder;
}

it.each(['.tar', '.tar.gz'])('undoes what uv changed, from a %s', async (ending) => {
  const scratch = temporary('archive');
  const archive = join(scratch, `python${ending}`);
  await writeTar(join(scratch, 'plain'), PYTHON);
  const plain = readFileSync(join(scratch, 'plain'));
  writeFileSync(archive, ending === '.tar' ? plain : gzipSync(plain));
  const [one, two] = [installed(), installed()];
  await restoreFromArchive(archive, one);
  await restoreFromArchive(archive, two);
  const lib = join(one, 'lib', 'python3.14');
  expect(readdirSync(one).sort()).toEqual(['bin', 'lib']);
  expect(readdirSync(join(one, 'bin')).sort()).toEqual(['python3', 'python3.14']);
  expect(readdirSync(lib).sort()).toEqual(['_sysconfigdata__linux_.py', 'deep', 'os.py']);
  expect(readFileSync(join(lib, '_sysconfigdata__linux_.py'), 'utf8')).toContain("'/install'");
  expect(digestFolder(one)).toBe(digestFolder(two));
});

it('brings back what is missing or became something else', async () => {
  const archive = join(temporary('archive'), 'python.tar');
  await writeTar(archive, PYTHON);
  const folder = installed();
  rmSync(join(folder, 'lib', 'python3.14', 'os.py'));
  mkdirSync(join(folder, 'lib', 'python3.14', 'os.py'));
  rmSync(join(folder, 'bin', 'python3'));
  await restoreFromArchive(archive, folder);
  const whole = installed();
  await restoreFromArchive(archive, whole);
  expect(digestFolder(folder)).toBe(digestFolder(whole));
  expect(existsSync(join(folder, 'bin', 'python3'))).toBe(true);
});

it('refuses an archive that ends too early', async () => {
  const scratch = temporary('archive');
  await writeTar(join(scratch, 'whole'), PYTHON);
  writeFileSync(join(scratch, 'cut.tar'), readFileSync(join(scratch, 'whole')).subarray(0, 700));
  await expect(readTar(join(scratch, 'cut.tar'), async () => undefined)).rejects.toThrow();
});

it.each([
  [['python/bin/python3', 'python/lib/x'], 'python/'],
  [['./python/bin/python3', './python/lib/x'], 'python/'],
  [['bin/python3', 'lib/x'], ''],
  [['python/install/bin/python3', 'python/PYTHON.json'], 'python/install/'],
  [['install/bin/python3', 'build/x'], 'install/'],
  [['python'], ''],
])('finds the folder that uv installs of %j', (names, root) => {
  expect(innerRoot(names)).toBe(root);
});
