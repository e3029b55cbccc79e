import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireCores } from './cores';
import { type Holder, SELF } from './holder';
import { tryLock, withLock } from './lock';

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'kiln é $(x) ')), 'locks');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const DEAD: Holder = { ...SELF, pid: 2 ** 22 + 1 };
const ELSEWHERE: Holder = { ...SELF, namespace: '1' };

/** A lock as its holder left it, last renewed so many seconds ago. */
function leave(name: string, text: string, age = 0): void {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.lock`);
  writeFileSync(path, text);
  utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age);
}
const held = (holder: Holder): string => JSON.stringify({ ...holder, id: 'abc' });

it('lets one in at a time and leaves nothing behind', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(2);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(dir, 'a', {}, work)));
  expect(most).toBe(1);
  expect(readdirSync(dir)).toEqual([]);
});

it('keeps names apart, gives back what the work gives, lets go when it throws', async () => {
  const result = await withLock(dir, 'a', {}, () => withLock(dir, 'b', {}, async () => 7));
  expect(result).toBe(7);
  await expect(withLock(dir, 'a', {}, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(await withLock(dir, 'a', {}, async () => 8)).toBe(8);
});

it('says once who holds it', async () => {
  const lock = tryLock(dir, 'a');
  const waits: unknown[] = [];
  const waiting = withLock(dir, 'a', { onWait: (holder) => waits.push(holder) }, async () => 1);
  await sleep(30);
  expect(waits).toEqual([SELF]);
  if ('release' in lock) {
    lock.release();
  }
  expect(await waiting).toBe(1);
});

it('takes over from a dead holder at once', async () => {
  leave('a', held(DEAD));
  const waits: unknown[] = [];
  expect(await withLock(dir, 'a', { onWait: (holder) => waits.push(holder) }, async () => 1)).toBe(1);
  expect(waits).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});

it('takes over when who was taking over died too', async () => {
  leave('a', held(DEAD));
  leave('a~abc', JSON.stringify({ ...DEAD, id: 'def' }));
  expect(await withLock(dir, 'a', {}, async () => 1)).toBe(1);
  expect(readdirSync(dir)).toEqual([]);
});

it('does not take away what another waiter is taking over', () => {
  leave('a', held(DEAD));
  leave('a~abc', JSON.stringify({ ...SELF, id: 'def' }));
  expect(tryLock(dir, 'a')).toEqual({ heldBy: DEAD });
  expect(readFileSync(join(dir, 'a.lock'), 'utf8')).toBe(held(DEAD));
});

it.each([
  ['another container', held(ELSEWHERE)],
  ['a file that a power loss cut off', ''],
])('trusts %s until its heartbeat is old', (_, text) => {
  leave('a', text, 50);
  expect(tryLock(dir, 'a')).toHaveProperty('heldBy');
  leave('a', text, 70);
  expect(tryLock(dir, 'a')).toHaveProperty('release');
});

it('trusts a live holder however old its heartbeat is', () => {
  leave('a', held(SELF), 9999);
  expect(tryLock(dir, 'a')).toEqual({ heldBy: SELF });
});

it('only lets go of its own', () => {
  const lock = tryLock(dir, 'a');
  leave('a', held(ELSEWHERE));
  if ('release' in lock) {
    lock.release();
  }
  expect(readdirSync(dir)).toEqual(['a.lock']);
});

it('stops waiting when the build is cancelled', async () => {
  leave('a', held(SELF));
  const abort = new AbortController();
  const waiting = withLock(dir, 'a', { signal: abort.signal, onWait: () => abort.abort() }, async () => 1);
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(withLock(dir, 'b', { signal: abort.signal }, async () => 1)).rejects.toMatchObject({
    code: 'CANCELLED',
  });
});

it('refuses names that would be paths', () => {
  expect(() => tryLock(dir, '../a')).toThrow(TypeError);
});

describe('cores', () => {
  it('gives what is free, up to what was asked for', async () => {
    const first = await acquireCores(dir, { total: 4, max: 3 });
    const second = await acquireCores(dir, { total: 4, max: 3 });
    expect([first.count, second.count]).toEqual([3, 1]);
    first.release();
    first.release();
    const third = await acquireCores(dir, { total: 4, max: 9 });
    expect(third.count).toBe(3);
    second.release();
    third.release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('waits for the least, holding nothing meanwhile', async () => {
    const first = await acquireCores(dir, { total: 2, max: 1 });
    let waits = 0;
    const both = acquireCores(dir, { total: 2, min: 2, max: 2, onWait: () => waits++ });
    await sleep(20);
    const between = await acquireCores(dir, { total: 2, max: 1 });
    first.release();
    between.release();
    expect((await both).count).toBe(2);
    expect(waits).toBe(1);
    (await both).release();
  });

  it('frees the cores of the dead and never asks for more than there are', async () => {
    leave('core-0', held(DEAD));
    const cores = await acquireCores(dir, { total: 1, min: 8, max: 8 });
    expect(cores.count).toBe(1);
    cores.release();
  });

  it('is cancelled', async () => {
    leave('core-0', held(SELF));
    const abort = new AbortController();
    const waiting = acquireCores(dir, { total: 1, max: 1, signal: abort.signal, onWait: () => abort.abort() });
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
