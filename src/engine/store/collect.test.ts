import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../canonical';
import { awkwardFolder } from '../script.testing';
import { makeTree } from '../tree';
import { choose, collect, type Usage } from './collect';
import { layoutOf } from './layout';
import { openStore } from './store';
import type { Store } from './types';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;
const usage = (path: string, size: number, hours: number, kind: Usage['kind'] = 'content'): Usage => ({
  path,
  kind,
  size,
  lastUse: NOW - hours * HOUR,
});
const names = (going: readonly Usage[]): string => going.map(({ path }) => path).join('');

describe('choosing', () => {
  it('takes nothing below the bound', () => {
    expect(choose([usage('a', 50, 99), usage('b', 50, 9)], 100, NOW)).toEqual([]);
  });

  it('takes what was used least recently until a tenth is free', () => {
    expect(names(choose([usage('b', 30, 8), usage('a', 30, 9), usage('c', 60, 7)], 100, NOW))).toBe('a');
    expect(names(choose([usage('b', 20, 8), usage('a', 20, 9), usage('c', 61, 7)], 100, NOW))).toBe('a');
    expect(names(choose([usage('b', 5, 8), usage('a', 20, 9), usage('c', 90, 7)], 100, NOW))).toBe('ab');
  });

  it('spares what was used in the last hour, unless far over', () => {
    expect(names(choose([usage('a', 60, 1.9), usage('b', 60, 0)], 100, NOW))).toBe('');
    expect(names(choose([usage('a', 60, 1.9), usage('b', 60, 1), usage('c', 60, 0)], 100, NOW))).toBe('a');
  });

  it('spares a kept folder that a sandbox may be using, always', () => {
    expect(names(choose([usage('a', 900, 1, 'kept'), usage('b', 60, 0)], 100, NOW))).toBe('b');
    expect(names(choose([usage('a', 900, 3, 'kept'), usage('b', 60, 0)], 100, NOW))).toBe('a');
  });
});

describe('collecting', () => {
  let home: string;
  let store: Store;
  beforeEach(async () => {
    home = awkwardFolder();
    store = await openStore({ root: home, maxBytes: 1 });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const age = (path: string, hours: number): void => {
    const time = (Date.now() - hours * HOUR) / 1000;
    utimesSync(path, time, time);
  };
  const inCas = (digest: string): string => join(home, 'cas', digest.slice(0, 2), digest);
  const inResults = (key: string): string => join(home, 'results', key.slice(0, 2), key);

  /** One result with one file of 1,000 bytes; the result used at one time, the file at another. */
  async function result(name: string, used: number, fileUsed: number): Promise<{ key: string; file: string }> {
    const stored = await store.putBuffer(Buffer.alloc(1000, name));
    const tree = await store.putTree(makeTree([{ path: 'f', ...stored }]));
    const key = sha256(name);
    await store.putResult(key, { result: tree });
    age(inCas(stored.sha256), fileUsed);
    age(inCas(tree), fileUsed);
    age(inResults(key), used);
    return { key, file: stored.sha256 };
  }

  it('keeps the content of a result that is in use, though the content itself was not touched', async () => {
    const old = await result('old', 50, 40);
    const used = await result('used', 30, 90);
    collect(layoutOf(home), 2000);
    expect([await store.getResult(old.key), await store.has(old.file)]).toEqual([undefined, false]);
    expect([Boolean(await store.getResult(used.key)), await store.has(used.file)]).toEqual([true, true]);
  });

  it('does not itself count as a use', async () => {
    const { key, file } = await result('a', 50, 40);
    const before = [inResults(key), inCas(file)].map((path) => statSync(path).mtimeMs);
    collect(layoutOf(home), 1e9);
    expect([inResults(key), inCas(file)].map((path) => statSync(path).mtimeMs)).toEqual(before);
  });

  it('notes a use of a result', async () => {
    const { key } = await result('a', 50, 40);
    await store.getResult(key);
    expect(Date.now() - statSync(inResults(key)).mtimeMs).toBeLessThan(HOUR);
  });

  it('forgets items whose content is gone, and failures', async () => {
    const old = await store.putBuffer(Buffer.alloc(1000, 'old'));
    const used = await store.putBuffer(Buffer.alloc(1000, 'used'));
    const [a, b, c] = ['a', 'b', 'c'].map((name) => `ab${sha256(name).slice(2)}`) as [string, string, string];
    await store.putItem(a, old);
    await store.putItem(b, used);
    await store.putItem(b, used);
    await store.putItem(c, { failed: 'x' });
    age(inCas(old.sha256), 50);
    collect(layoutOf(home), 1500);
    expect(await store.getItems([a, b, c])).toEqual([undefined, used, undefined]);
    expect(
      readFileSync(join(home, 'items', 'ab'), 'utf8')
        .split('\n')
        .filter(Boolean),
    ).toHaveLength(1);
  });

  it('removes kept folders that were not used for longest', async () => {
    const tree = makeTree([{ path: 'f', ...(await store.putBuffer(Buffer.alloc(1000))) }]);
    const folder = await store.materialise(tree);
    age(join(folder, '..', 'record'), 50);
    collect(layoutOf(home), 1500);
    expect(readdirSync(join(home, 'kept'))).toEqual([]);
    expect(existsSync(await store.materialise(tree))).toBe(true);
  });

  it('is done at most once in ten minutes', async () => {
    await store.collect();
    const { file } = await result('a', 50, 50);
    await store.collect();
    expect(await store.has(file)).toBe(true);
    age(join(home, 'collected'), 0.2);
    await store.collect();
    expect(await store.has(file)).toBe(false);
  });
});
