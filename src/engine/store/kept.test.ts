import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../canonical';
import { isLostContent } from '../content';
import { holderTag, SELF } from '../holder';
import { awkwardFolder } from '../script.testing';
import { isFile, makeTree, treeDigest } from '../tree';
import type { Tree } from '../types';
import { openStore } from './store';
import type { Store } from './types';

let store: Store;
beforeEach(async () => {
  store = await openStore({ root: awkwardFolder(), maxBytes: 1e9 });
});
afterEach(() => rmSync(store.root, { recursive: true, force: true }));

const inCas = (digest: string): string => join(store.root, 'cas', digest.slice(0, 2), digest);
const spoil = (path: string): void => {
  chmodSync(path, 0o644);
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
  writeFileSync(path, bytes);
};

async function put(files: Readonly<Record<string, string>>): Promise<Tree> {
  const entries = Object.entries(files).map(async ([path, text]) => ({
    path,
    ...(await store.putBuffer(Buffer.from(text))),
  }));
  return makeTree(await Promise.all(entries));
}

describe('kept folders', () => {
  const files = { 'bin/run': '#!', 'é $(x)/b c': '2', empty: '' };
  const withLink = async (): Promise<Tree> => {
    const entries = (await put(files)).entries.map((entry) =>
      isFile(entry) && entry.path === 'bin/run' ? { ...entry, executable: true as const } : entry,
    );
    return makeTree([...entries, { path: 'bin/link', link: 'run' }]);
  };

  it('hold the tree, read-only, and are handed out again as they are', async () => {
    const tree = await withLink();
    const folder = await store.materialise(tree);
    expect(readFileSync(join(folder, 'bin', 'link'), 'utf8')).toBe('#!');
    expect(statSync(join(folder, 'bin/run')).mode & 0o777).toBe(0o555);
    expect(statSync(join(folder, 'empty')).mode & 0o777).toBe(0o444);
    const inode = statSync(folder).ino;
    expect(await store.materialise(tree)).toBe(folder);
    expect(statSync(folder).ino).toBe(inode);
  });

  it.each([
    ['content of the same size', (folder: string) => spoil(join(folder, 'é $(x)/b c'))],
    ['a file more', (folder: string) => writeFileSync(join(folder, 'more'), '')],
    ['a file less', (folder: string) => rmSync(join(folder, 'empty'))],
    ['other rights', (folder: string) => chmodSync(join(folder, 'empty'), 0o755)],
    ['no folder', (folder: string) => rmSync(folder, { recursive: true })],
    ['a damaged record', (folder: string) => spoil(join(folder, '..', 'record'))],
    ['no record', (folder: string) => rmSync(join(folder, '..', 'record'))],
  ])('are made again after %s', async (_, damage) => {
    const tree = await withLink();
    const folder = await store.materialise(tree);
    damage(folder);
    expect(await store.materialise(tree)).toBe(folder);
    expect(readdirSync(folder).sort()).toEqual(['bin', 'empty', 'é $(x)']);
    expect(readFileSync(join(folder, 'é $(x)/b c'), 'utf8')).toBe('2');
    expect(statSync(join(folder, 'empty')).mode & 0o777).toBe(0o444);
    expect(readdirSync(join(store.root, 'tmp', holderTag(SELF)))).toEqual([]);
  });

  it('say when content is lost, and leave nothing half-made', async () => {
    const tree = await put({ a: '1', b: '2' });
    spoil(inCas(sha256('2')));
    const failing = await store.materialise(tree).catch((error: unknown) => error);
    expect(isLostContent(failing)).toBe(true);
    expect(readdirSync(join(store.root, 'tmp', holderTag(SELF)))).toEqual([]);
    expect(existsSync(join(store.root, 'kept', treeDigest(tree)))).toBe(false);
  });
});
