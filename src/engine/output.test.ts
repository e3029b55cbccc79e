import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { holderTag, SELF } from './holder';
import { type OutputRequest, placeOutput } from './output';
import { awkwardFolder, writeFiles } from './script.testing';
import { readStatRecord, writeStatRecord } from './stat-index';
import { openStore } from './store/store';
import type { Store } from './store/types';
import { makeTree } from './tree';
import type { Tree } from './types';

let home: string;
let workspaceRoot: string;
let place: string;
let store: Store;
beforeEach(async () => {
  home = awkwardFolder();
  workspaceRoot = join(home, 'work é $(x)');
  place = join(workspaceRoot, 'dist', 'app');
  mkdirSync(join(workspaceRoot, 'app', 'src'), { recursive: true });
  store = await openStore({ root: join(home, 'store'), maxBytes: 1e9 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, string>>): Promise<Tree> {
  const entries = Object.entries(files).map(async ([path, text]) => ({
    path,
    ...(await store.putBuffer(Buffer.from(text))),
    ...(path.startsWith('bin/') ? { executable: true as const } : {}),
  }));
  return makeTree(await Promise.all(entries));
}
const placeTree = (tree: Tree, over: Partial<OutputRequest> = {}) =>
  placeOutput({ store, tree, folder: 'dist/app', workspaceRoot, protect: ['app/src'], ...over });
const refused = (message: RegExp, lines?: readonly string[]) =>
  expect.objectContaining({
    code: 'OUTPUT_PATH_INVALID',
    message: expect.stringMatching(message),
    ...(lines ? { lines } : {}),
  });
const texts = (folder = place): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );

describe('placing', () => {
  it('writes the tree with exact modes, and leaves it alone when it is there', async () => {
    const before = process.umask(0o077);
    try {
      const tree = makeTree([
        ...(await put({ 'bin/run': '#!', 'é $(x)/b c': '2' })).entries,
        { path: 'l', link: 'bin/run' },
      ]);
      expect(await placeTree(tree)).toEqual({ kept: 0, linked: 0, copied: 2 });
      expect(texts()).toEqual({ 'bin/run': '#!', 'é $(x)/b c': '2', l: '#!' });
      expect(lstatSync(join(place, 'l')).isSymbolicLink()).toBe(true);
      expect(statSync(join(place, 'bin/run')).mode & 0o777).toBe(0o755);
      expect(statSync(join(place, 'é $(x)/b c')).mode & 0o777).toBe(0o644);
      const inode = statSync(place).ino;
      expect(await placeTree(tree)).toEqual({ kept: 3, linked: 0, copied: 0 });
      expect(statSync(place).ino).toBe(inode);
      expect(readdirSync(join(place, '..'))).toEqual(['app']);
    } finally {
      process.umask(before);
    }
  });

  it('links what did not change, copies the rest, drops what is no longer there', async () => {
    await placeTree(await put({ a: '1', 'b/c': '2', old: '3' }));
    const inode = statSync(join(place, 'a')).ino;
    const next = await put({ a: '1', 'b/c': 'new', 'bin/d': '4' });
    expect(await placeTree(next)).toEqual({ kept: 0, linked: 1, copied: 2 });
    expect(texts()).toEqual({ a: '1', 'b/c': 'new', 'bin/d': '4' });
    expect(statSync(join(place, 'a'))).toMatchObject({ ino: inode, nlink: 1 });
    expect(await placeTree(next)).toEqual({ kept: 3, linked: 0, copied: 0 });
  });

  it('never shares a file with the store', async () => {
    await placeTree(await put({ a: '1' }));
    expect(statSync(join(place, 'a')).nlink).toBe(1);
  });

  it.each([
    ['an edited file', () => writeFileSync(join(place, 'a'), '9')],
    ['a deleted file', () => rmSync(join(place, 'a'))],
    ['other rights', () => chmodSync(join(place, 'a'), 0o600)],
    ['a file replaced by a folder', () => (rmSync(join(place, 'a')), mkdirSync(join(place, 'a')))],
  ])('puts right %s', async (_, change) => {
    const tree = await put({ a: '1', b: '2' });
    await placeTree(tree);
    change();
    expect(await placeTree(tree)).toEqual({ kept: 0, linked: 1, copied: 1 });
    expect(texts()).toEqual({ a: '1', b: '2' });
    expect(statSync(join(place, 'a')).mode & 0o777).toBe(0o644);
  });

  it('takes over a folder that its manifest explains, such as one that Nx restored', async () => {
    writeFiles(place, { a: 'x', 'kiln.json': JSON.stringify({ files: [{ path: 'a' }, null, { path: 3 }] }) });
    expect(await placeTree(await put({ a: '1' }))).toEqual({ kept: 0, linked: 0, copied: 1 });
    expect(texts()).toEqual({ a: '1' });
  });

  it('fills an empty folder and one of empty folders', async () => {
    mkdirSync(join(place, 'a', 'b'), { recursive: true });
    await placeTree(await put({ a: '1' }));
    expect(texts()).toEqual({ a: '1' });
  });

  it('runs one at a time for one folder', async () => {
    const trees = await Promise.all(['1', '2', '3'].map((text) => put({ a: text, b: text })));
    await Promise.all(trees.map((tree) => placeTree(tree)));
    const { a, b } = texts();
    expect(a).toBe(b);
    expect(readdirSync(join(place, '..'))).toEqual(['app']);
  });

  it('sweeps what killed runs left beside it, and nobody else’s', async () => {
    const dead = `.app.kiln-${holderTag({ ...SELF, pid: 2 ** 22 + 1 })}.aa`;
    const alive = `.app.kiln-${holderTag(SELF)}.bb`;
    const other = '.app.kiln-notes';
    writeFiles(join(place, '..'), { [`${dead}/a`]: '', [`${dead}.old/a`]: '', [`${alive}/a`]: '', [`${other}/a`]: '' });
    await placeTree(await put({ a: '1' }));
    expect(readdirSync(join(place, '..')).sort()).toEqual([alive, other, 'app'].sort());
  });

  it('knows its files again when it was killed right after the swap', async () => {
    const next = await put({ a: '1', b: '2' });
    await placeTree(next);
    // What the index says between swap and end: which files may be there, not what they look like.
    const folder = join(store.root, 'index', 'outputs');
    const index = join(folder, readdirSync(folder)[0] as string);
    const known = readStatRecord(index, place)?.files ?? new Map();
    const files = new Map([...known].map(([path, { holds }]) => [path, { stamp: '', holds }]));
    writeStatRecord(index, place, { at: 0, files });
    expect(await placeTree(next)).toEqual({ kept: 0, linked: 0, copied: 2 });
  });
});

describe('refusing', () => {
  it('files that are not ours; nothing is touched', async () => {
    writeFiles(place, { f1: '', f2: '', f3: '', f4: '', f5: '', 'f6/x': '', 'a/mine': 'x' });
    const tree = await put({ 'a/mine': '1' });
    const lines = ['a/mine', 'f1', 'f2', 'f3', 'f4', 'and 2 more'];
    await expect(placeTree(tree)).rejects.toEqual(refused(/files that Kiln did not write/, lines));
    expect(texts()).toMatchObject({ 'a/mine': 'x', f1: '' });
    expect(readdirSync(join(place, '..'))).toEqual(['app']);
  });

  it('one foreign file in an output of ours', async () => {
    await placeTree(await put({ a: '1' }));
    writeFiles(place, { 'notes.txt': 'mine' });
    await expect(placeTree(await put({ a: '2' }))).rejects.toEqual(refused(/did not write/, ['notes.txt']));
    expect(texts()).toEqual({ a: '1', 'notes.txt': 'mine' });
    expect(await placeTree(await put({ a: '2' }), { owned: (path) => path.endsWith('.txt') })).toMatchObject({
      copied: 1,
    });
    expect(texts()).toEqual({ a: '2' });
  });

  it.each(['not json', '[]', 'null', '{"files": {}}', '{"python": "3.14"}'])(
    'a kiln.json that says %s',
    async (text) => {
      writeFiles(place, { 'kiln.json': text });
      await expect(placeTree(await put({ a: '1' }))).rejects.toEqual(refused(/did not write/, ['kiln.json']));
      expect(texts()).toEqual({ 'kiln.json': text });
    },
  );

  it('nothing of a link inside, nor of a workspace behind a link', async () => {
    mkdirSync(join(workspaceRoot, 'real'));
    symlinkSync('real', join(workspaceRoot, 'dist'));
    symlinkSync(workspaceRoot, join(home, 'alias'));
    await placeTree(await put({ a: '1' }), {
      workspaceRoot: join(home, 'alias'),
      folder: join(home, 'alias', 'dist/app'),
    });
    expect(texts(join(workspaceRoot, 'real', 'app'))).toEqual({ a: '1' });
    expect(lstatSync(join(workspaceRoot, 'dist')).isSymbolicLink()).toBe(true);
  });

  it('content that the cache has lost; the old output stays', async () => {
    await placeTree(await put({ a: '1' }));
    const tree = await put({ a: '2', b: '3' });
    const damaged: Store = { ...store, copyTo: async () => false };
    await expect(placeTree(tree, { store: damaged })).rejects.toMatchObject({ code: 'CONTENT_LOST' });
    expect(texts()).toEqual({ a: '1' });
    expect(readdirSync(join(place, '..'))).toEqual(['app']);
    expect(await placeTree(tree)).toMatchObject({ copied: 2 });
  });

  it('a full disk half-way; the old output stays', async () => {
    await placeTree(await put({ a: '1' }));
    const full: Store = { ...store, copyTo: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' })) };
    await expect(placeTree(await put({ a: '2' }), { store: full })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(texts()).toEqual({ a: '1' });
    expect(readdirSync(join(place, '..'))).toEqual(['app']);
  });

  it('a manifest of another folder', async () => {
    writeFiles(workspaceRoot, { 'dist/kiln.json': JSON.stringify({ files: [{ path: 'app/a' }] }), 'dist/app/a': 'x' });
    await expect(placeTree(await put({ a: '1' }))).rejects.toEqual(refused(/did not write/));
    renameSync(join(workspaceRoot, 'dist/kiln.json'), join(place, 'kiln.json'));
    await expect(placeTree(await put({ a: '1' }))).rejects.toEqual(refused(/did not write/, ['a']));
  });
});
