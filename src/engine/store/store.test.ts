import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../canonical';
import { WHOLE_FILE } from '../files';
import { holderTag, SELF } from '../holder';
import { awkwardFolder } from '../script.testing';
import { makeTree, treeDigest } from '../tree';
import type { Tree } from '../types';
import { openStore } from './store';
import type { Store } from './types';

let home: string;
let store: Store;
beforeEach(async () => {
  home = awkwardFolder();
  store = await openStore({ root: join(home, 'store'), maxBytes: 1e9 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const inCas = (digest: string): string => join(store.root, 'cas', digest.slice(0, 2), digest);
const spoil = (path: string): void => {
  chmodSync(path, 0o644);
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  writeFileSync(path, bytes);
};
const big = Buffer.alloc(WHOLE_FILE + 7, 'kiln');

async function put(files: Readonly<Record<string, string>>): Promise<Tree> {
  const entries = Object.entries(files).map(async ([path, text]) => ({
    path,
    ...(await store.putBuffer(Buffer.from(text))),
  }));
  return makeTree(await Promise.all(entries));
}

describe('content', () => {
  it.each([
    ['small', Buffer.from('é')],
    ['empty', Buffer.alloc(0)],
    ['big', big],
  ])('%s goes in and comes out', async (_, bytes) => {
    const source = join(home, 'source');
    writeFileSync(source, bytes);
    const stored = await store.putFile(source, { expect: sha256(bytes) });
    expect(stored).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(await store.putBuffer(bytes)).toEqual(stored);
    expect((await store.read(stored.sha256))?.equals(bytes)).toBe(true);
    expect(statSync(inCas(stored.sha256)).mode & 0o777).toBe(0o444);
    const copy = join(home, 'copy');
    expect(await store.copyTo(stored.sha256, copy, 0o775)).toBe(true);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    expect(statSync(copy)).toMatchObject({ nlink: 1 });
    expect(statSync(copy).mode & 0o777).toBe(0o775);
    expect(readdirSync(join(store.root, 'tmp', holderTag(SELF)))).toEqual([]);
  });

  it.each([
    ['small', Buffer.from('x')],
    ['big', big],
  ])('%s that is not what was expected stays out', async (_, bytes) => {
    writeFileSync(join(home, 'source'), bytes);
    const putting = store.putFile(join(home, 'source'), { expect: sha256('other') });
    await expect(putting).rejects.toMatchObject({ code: 'INPUT_CHANGED' });
    expect(await store.has(sha256(bytes))).toBe(false);
  });

  it.each([
    ['small', Buffer.from('x')],
    ['big', big],
  ])('%s that is damaged is absent, removed, and can come again', async (_, bytes) => {
    const { sha256: digest } = await store.putBuffer(bytes);
    spoil(inCas(digest));
    expect(await store.copyTo(digest, join(home, 'copy'), 0o644)).toBe(false);
    expect(existsSync(join(home, 'copy'))).toBe(false);
    expect(await store.has(digest)).toBe(false);
    await store.putBuffer(bytes);
    spoil(inCas(digest));
    expect(await store.read(digest)).toBeUndefined();
    expect(await store.has(digest)).toBe(false);
    await store.putBuffer(bytes);
    expect((await store.read(digest))?.length).toBe(bytes.length);
  });

  it('that a power loss cut off is written again', async () => {
    const { sha256: digest } = await store.putBuffer(Buffer.from('xyz'));
    chmodSync(inCas(digest), 0o644);
    truncateSync(inCas(digest), 0);
    await store.putBuffer(Buffer.from('xyz'));
    expect((await store.read(digest))?.toString()).toBe('xyz');
  });

  it('that is absent is no error; a source that is absent is', async () => {
    expect(await store.read(sha256('no'))).toBeUndefined();
    expect(await store.copyTo(sha256('no'), join(home, 'copy'), 0o644)).toBe(false);
    await expect(store.putFile(join(home, 'no'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('results', () => {
  const key = sha256('key');

  it('come back with their tree', async () => {
    const tree = await put({ a: '1', 'b/c': '2' });
    const result = await store.putTree(tree);
    expect(result).toBe(treeDigest(tree));
    await store.putResult(key, { result, isolation: 'bubblewrap' });
    expect(await store.getResult(key)).toEqual({ result, isolation: 'bubblewrap' });
    expect(await store.getTree(result)).toEqual(tree);
    expect(await store.getResult(sha256('other'))).toBeUndefined();
  });

  it('are absent when damaged, under another key, or without their tree', async () => {
    const result = await store.putTree(await put({ a: '1' }));
    const path = join(store.root, 'results', key.slice(0, 2), key);
    await store.putResult(key, { result });
    const other = `${key.slice(0, 2)}${sha256('other').slice(2)}`;
    writeFileSync(join(path, '..', other), readFileSync(path));
    expect(await store.getResult(other)).toBeUndefined();
    spoil(path);
    expect(await store.getResult(key)).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    await store.putResult(key, { result });
    spoil(inCas(result));
    expect(await store.getTree(result)).toBeUndefined();
    expect(await store.getResult(key)).toBeUndefined();
  });
});

describe('items', () => {
  const keys = Array.from({ length: 300 }, (_, index) => sha256(`item ${index}`));
  const log = (key: string): string => join(store.root, 'items', key.slice(0, 2));

  it('come back in the order of the keys; failures too', async () => {
    const good = await store.putBuffer(Buffer.from('good'));
    for (const [index, key] of keys.entries()) {
      await store.putItem(key, index % 2 ? good : { failed: `line 1\nliné ${index}` });
    }
    const found = await store.getItems([...keys.toReversed(), sha256('no')]);
    expect(found.slice(0, 2)).toEqual([good, { failed: 'line 1\nliné 298' }]);
    expect(found.filter(Boolean)).toHaveLength(300);
    expect(found.at(-1)).toBeUndefined();
  });

  it('the last one counts, damaged and torn lines do not', async () => {
    const [key] = keys as [string];
    await store.putItem(key, { failed: 'first' });
    await store.putItem(key, { failed: 'second' });
    const end = statSync(log(key)).size;
    await store.putItem(key, { failed: 'third' });
    truncateSync(log(key), statSync(log(key)).size - 3);
    expect(await store.getItems([key])).toEqual([{ failed: 'second' }]);
    await store.putItem(key, { failed: 'fourth' });
    expect(await store.getItems([key])).toEqual([{ failed: 'fourth' }]);
    truncateSync(log(key), end);
    writeFileSync(log(key), readFileSync(log(key), 'utf8').replace('second', 'secund'));
    expect(await store.getItems([key])).toEqual([{ failed: 'first' }]);
    appendFileSync(log(key), '\0\0\0');
    await store.putItem(key, { failed: 'fifth' });
    expect(await store.getItems([key])).toEqual([{ failed: 'fifth' }]);
  });

  it('whose content is gone are absent', async () => {
    const good = await store.putBuffer(Buffer.from('good'));
    await store.putItem(keys[0] as string, good);
    rmSync(inCas(good.sha256));
    expect(await store.getItems(keys)).toEqual(keys.map(() => undefined));
  });
});

it('says so when the cache folder is a file', async () => {
  writeFileSync(join(home, 'file'), '');
  const opening = openStore({ root: join(home, 'file'), maxBytes: 1 });
  await expect(opening).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' });
});

it('gives private folders, and sweeps those of dead processes only', async () => {
  const scratch = await store.scratch();
  const { path } = scratch;
  mkdirSync(join(path, 'a/b'), { recursive: true });
  const tmp = join(store.root, 'tmp');
  const dead = holderTag({ ...SELF, pid: 2 ** 22 + 1 });
  const elsewhere = holderTag({ ...SELF, namespace: '1' });
  const forgotten = holderTag({ ...SELF, namespace: '2' });
  for (const name of [dead, elsewhere, forgotten]) {
    mkdirSync(join(tmp, name, 'half'), { recursive: true });
  }
  const old = Date.now() / 1000 - 25 * 3600;
  utimesSync(join(tmp, forgotten), old, old);
  await openStore({ root: store.root, maxBytes: 1 });
  expect(readdirSync(tmp).sort()).toEqual([holderTag(SELF), elsewhere].sort());
  expect(existsSync(join(path, 'a/b'))).toBe(true);
  await scratch.dispose();
  expect(existsSync(path)).toBe(false);
});
