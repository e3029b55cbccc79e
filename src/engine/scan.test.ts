import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { canonical, sha256 } from './canonical';
import { scanFolder } from './scan';
import { awkwardFolder, writeFiles } from './script.testing';
import { isFile } from './tree';
import type { Tree } from './types';

let folder: string;
let index: { store: { root: string } };
beforeEach(() => {
  const home = awkwardFolder();
  folder = join(home, 'src');
  mkdirSync(folder);
  index = { store: { root: join(home, 'store') } };
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const OLD = Date.now() / 1000 - 1000;
const age = (path: string): void => utimesSync(join(folder, path), OLD, OLD);
const contents = (tree: Tree): string[] =>
  tree.entries.map((entry) => (isFile(entry) ? `${entry.path}=${entry.sha256}` : `${entry.path}→${entry.link}`));
const is = (path: string, text: string): string => `${path}=${sha256(text)}`;

/** The index says of every file that it holds something else; what comes from the index shows. */
function poison(): string {
  const [name] = readdirSync(join(index.store.root, 'index')) as [string];
  const path = join(index.store.root, 'index', name);
  const [, body = ''] = readFileSync(path, 'utf8').split('\n');
  const record = JSON.parse(body);
  const files = record.files.map(([file, stamp]: string[]) => [file, stamp, sha256('poison')]);
  const text = JSON.stringify({ ...record, at: record.at + 10_000, files });
  const subject = canonical({ folder, exclude: [] });
  writeFileSync(path, `${sha256(`kiln record 1 ${subject}\n${text}`)}\n${text}`);
  return path;
}

it('reads everything, hidden and odd names too', async () => {
  writeFiles(folder, {
    'a b/é $(x).py': '1',
    '.hidden/.f': '2',
    'e\u0301': 'nfd',
    '\u00e9': 'nfc',
    'line\nbreak': '3',
  });
  chmodSync(join(folder, '.hidden/.f'), 0o755);
  mkdirSync(join(folder, 'empty'));
  const tree = await scanFolder(folder);
  expect(contents(tree)).toEqual([
    is('.hidden/.f', '2'),
    is('a b/é $(x).py', '1'),
    is('e\u0301', 'nfd'),
    is('line\nbreak', '3'),
    is('\u00e9', 'nfc'),
  ]);
  expect(tree.entries[0]).toMatchObject({ executable: true, size: 1 });
});

it('takes what is included and not excluded', async () => {
  writeFiles(folder, { 'a.py': '', 'p/b.py': '', 'p/b.txt': '', 'p/__pycache__/b.pyc': '', 'q/c.py': '' });
  const tree = await scanFolder(folder, { include: ['**/*.py', '**/*.pyc'], exclude: ['**/__pycache__/**', 'q/*'] });
  expect(tree.entries.map(({ path }) => path)).toEqual(['a.py', 'p/b.py']);
});

it('keeps links that stay inside and refuses those that do not', async () => {
  writeFiles(folder, { 'a/x': '1' });
  symlinkSync('a/x', join(folder, 'in'));
  symlinkSync('../a', join(folder, 'a', 'folder'));
  expect(contents(await scanFolder(folder))).toEqual(['a/folder→../a', is('a/x', '1'), 'in→a/x']);
  symlinkSync('../../outside', join(folder, 'a', 'out'));
  await expect(scanFolder(folder)).rejects.toMatchObject({
    code: 'TREE_INVALID',
    message: /a\/out to \.\.\/\.\.\/outside/,
  });
  expect((await scanFolder(folder, { exclude: ['a/out'] })).entries).toHaveLength(3);
  symlinkSync(join(folder, 'a'), join(folder, 'absolute'));
  await expect(scanFolder(folder, { exclude: ['a/**'] })).rejects.toMatchObject({ code: 'TREE_INVALID' });
});

it('refuses names that are not UTF-8, and folders that are not there', async () => {
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), '');
  await expect(scanFolder(folder)).rejects.toMatchObject({ code: 'TREE_INVALID', message: /not UTF-8/ });
  await expect(scanFolder(join(folder, 'no'))).rejects.toMatchObject({ code: 'INPUT_CHANGED' });
});

describe('with an index', () => {
  it('does not read again what is settled and untouched', async () => {
    writeFiles(folder, { a: '1', 'p/b': '2' });
    await scanFolder(folder, { index });
    poison();
    expect(contents(await scanFolder(folder, { index }))).toEqual([is('a', 'poison'), is('p/b', 'poison')]);
  });

  it('reads again what was touched just before the index was made, though its stamp is the same', async () => {
    writeFiles(folder, { a: '1' });
    await scanFolder(folder, { index });
    const path = poison();
    const [, body = ''] = readFileSync(path, 'utf8').split('\n');
    const text = JSON.stringify({ ...JSON.parse(body), at: Date.now() });
    writeFileSync(path, `${sha256(`kiln record 1 ${canonical({ folder, exclude: [] })}\n${text}`)}\n${text}`);
    expect(contents(await scanFolder(folder, { index }))).toEqual([is('a', '1')]);
  });

  it.each([
    ['content of the same size, times set back', () => (writeFileSync(join(folder, 'a'), '9'), age('a'))],
    [
      'a file renamed over it',
      () => (writeFiles(folder, { n: '9' }), age('n'), renameSync(join(folder, 'n'), join(folder, 'a'))),
    ],
  ])('reads %s', async (_, change) => {
    writeFiles(folder, { a: '1', b: '2' });
    age('a');
    await scanFolder(folder, { index });
    poison();
    change();
    expect(contents(await scanFolder(folder, { index }))).toEqual([is('a', '9'), is('b', 'poison')]);
  });

  it('sees files come and go, and rights change', async () => {
    writeFiles(folder, { a: '1', b: '2' });
    await scanFolder(folder, { index });
    rmSync(join(folder, 'a'));
    writeFiles(folder, { c: '3' });
    chmodSync(join(folder, 'b'), 0o700);
    const tree = await scanFolder(folder, { index });
    expect(contents(tree)).toEqual([is('b', '2'), is('c', '3')]);
    expect(tree.entries[0]).toHaveProperty('executable', true);
  });

  it('ignores an index that is damaged or about other patterns', async () => {
    writeFiles(folder, { a: '1' });
    await scanFolder(folder, { index });
    const path = poison();
    expect(contents(await scanFolder(folder, { index, exclude: ['x'] }))).toEqual([is('a', '1')]);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\d\d\d/, '999'));
    expect(contents(await scanFolder(folder, { index }))).toEqual([is('a', '1')]);
    expect(readdirSync(join(index.store.root, 'index'))).toHaveLength(2);
  });
});
