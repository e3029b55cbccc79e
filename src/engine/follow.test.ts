import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scanFolder } from './scan';
import { treeDigest } from './tree';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln-follow-'));
  write('app/a.py', 'a');
  write('shared/lib/s.py', 's');
  write('shared/lib/deep/d.txt', 'd');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

const scan = (exclude: string[] = []) => scanFolder(join(root, 'app'), { exclude, follow: true });
const paths = async (exclude?: string[]) => (await scan(exclude)).entries.map(({ path }) => path);

it('takes what links lead to, in the folder and out of it', async () => {
  link('app/copy.py', 'a.py');
  link('app/lib', '../links/lib');
  link('links/lib', '../shared/lib');
  link('app/absolute', join(root, 'shared/lib/deep'));
  expect(await paths()).toEqual(['a.py', 'absolute/d.txt', 'copy.py', 'lib/deep/d.txt', 'lib/s.py']);
});

it('gives the same tree for a link and for a copy', async () => {
  link('app/lib', '../shared/lib/deep');
  const linked = await scan();
  rmSync(join(root, 'app/lib'));
  write('app/lib/d.txt', 'd');
  expect(treeDigest(await scan())).toBe(treeDigest(linked));
});

it('leaves out what is excluded, by the names that it has behind the link', async () => {
  write('shared/lib/__pycache__/s.pyc', 'x');
  link('app/lib', '../shared/lib');
  link('app/.venv', '../shared/lib');
  link('app/inner', '../shared/lib');
  expect(await paths(['**/__pycache__/**', '**/.venv/**', 'inner/**'])).toEqual(['a.py', 'lib/deep/d.txt', 'lib/s.py']);
});

it('leaves out links that lead nowhere', async () => {
  link('app/.#a.py', 'me@machine.1:2');
  link('app/x', 'y');
  link('app/y', 'x');
  expect(await paths()).toEqual(['a.py']);
});

it('follows two links to one folder, and links of a folder to its neighbours', async () => {
  link('app/one', '../shared/lib/deep');
  link('app/two', '../shared/lib/deep');
  link('shared/lib/deep/beside', '../../other');
  write('shared/other/o.txt', 'o');
  expect(await paths()).toEqual(['a.py', 'one/beside/o.txt', 'one/d.txt', 'two/beside/o.txt', 'two/d.txt']);
});

it.each([
  ['itself', 'app/self', '.'],
  ['a folder above', 'app/up', '../..'],
  ['a folder that links back', 'shared/lib/back', '../../app'],
])('refuses a circle by a link to %s', async (_, path, target) => {
  link('app/lib', '../shared/lib');
  link(path, target);
  await expect(scan()).rejects.toMatchObject({ code: 'TREE_INVALID', message: expect.stringContaining('in a circle') });
});
