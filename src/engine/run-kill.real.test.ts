import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.testing';
import { onePlan, requestOf, sh, textInput, textsOf, upper } from './engine.testing';
import { run } from './run';
import { openStore } from './store/store';
import type { Plan } from './types';

let root: string;
let store: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kiln kill-'));
  store = join(root, 'store');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const cacheFile = (name: string): string => join(store, 'caches', name);
const until = async (condition: () => boolean): Promise<void> => {
  // A bound far above what it takes, so that a failure is a failure and not a hang.
  for (let waited = 0; !condition(); waited += 5) {
    expect(waited).toBeLessThan(20_000);
    await sleep(5);
  }
};
const isAlive = (pid: number): boolean => {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) Z /.test(readFileSync(path, 'utf8'));
};
const counted = (script: string) => sh(`echo x >> cache/count; ${script}`, { caches: [{ name: 'c', at: 'cache' }] });

it('runs an action once when two processes want it at the same time', async () => {
  const plan = onePlan(counted('while [ ! -e cache/go ]; do sleep 0.01; done; echo made > out'));
  const children = [startChild({ store, plan }), startChild({ store, plan })];
  await Promise.all(children.map(({ running }) => running));
  await until(() => existsSync(cacheFile('c/count')));
  // The other one has had time to ask for the same.
  await sleep(300);
  writeFileSync(cacheFile('c/go'), '');
  const ends = await Promise.all(children.map(({ ended }) => ended));
  expect(ends.map(({ how }) => how)).toEqual([0, 0]);
  expect(ends.map(({ result }) => result?.misses[0]).sort()).toEqual([0, 1]);
  expect(new Set(ends.map(({ result }) => result?.digest)).size).toBe(1);
  expect(ends.flatMap(({ result }) => result?.waited)).toEqual(['another build makes the same']);
  expect(readFileSync(cacheFile('c/count'), 'utf8')).toBe('x\n');
});

/** Whether a process of this host, in whatever sandbox, was started with that word. */
const isRunning = (word: string): boolean =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
      } catch {
        return false; // It ended meanwhile.
      }
    });

it('takes over from a process that was killed while it ran the action; its sandbox is gone', async () => {
  const long = `600.${process.pid}`;
  const plan = onePlan(counted(`if [ ! -e cache/second ]; then : > cache/second; sleep ${long}; fi; echo made > out`));
  const first = startChild({ store, plan }, { KILN_SANDBOX: 'require' });
  await until(() => isRunning(long));
  first.process.kill('SIGKILL');
  expect((await first.ended).how).toBe('SIGKILL');
  await until(() => !isRunning(long));
  const opened = await openStore({ root: store, maxBytes: 1e9 });
  const { tree } = await run(requestOf(plan), opened);
  expect(await textsOf(opened, tree)).toEqual({ out: 'made\n' });
});

it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process behind on %s, in a plain directory too', async (signal) => {
  const plan = onePlan(counted('sh -c \'trap "" TERM; echo $$ > cache/pid; while :; do sleep 1; done\''));
  const child = startChild({ store, plan }, { KILN_SANDBOX: 'off' });
  await until(() => existsSync(cacheFile('c/pid')) && readFileSync(cacheFile('c/pid'), 'utf8').endsWith('\n'));
  const pid = Number(readFileSync(cacheFile('c/pid'), 'utf8'));
  expect(isAlive(pid)).toBe(true);
  child.process.kill(signal);
  expect((await child.ended).how).toBe(signal);
  await until(() => !isAlive(pid));
});

it('gives the right bytes after kill -9 at any moment', async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.txt`, `text ${i}`]));
  const input = textInput(files);
  const plan: Plan = {
    steps: {
      make: sh('mkdir out; for i in 1 2 3 4 5 6 7 8; do head -c 200000 /dev/zero | tr "\\\\0" $i > out/$i; done', {
        outputs: ['out'],
      }),
      map: upper({ over: { tree: input.digest } }),
      all: {
        kind: 'assembly',
        label: 'all',
        place: [
          { from: { action: 'make' }, at: '' },
          { from: { action: 'map' }, at: 'map' },
        ],
      },
    },
    result: 'all',
  };
  const clean = await openStore({ root: join(root, 'clean'), maxBytes: 1e9 });
  const expected = await run(requestOf(plan, { inputs: [input] }), clean);
  for (const ms of [5, 20, 40, 60, 80, 100, 130, 160, 200, 260]) {
    const child = startChild({ store, plan, inputs: [files] });
    await child.running;
    await sleep(ms);
    child.process.kill('SIGKILL');
    await child.ended;
  }
  const opened = await openStore({ root: store, maxBytes: 1e9 });
  const result = await run(requestOf(plan, { inputs: [input] }), opened);
  expect(result.digest).toBe(expected.digest);
  expect(await textsOf(opened, result.tree)).toEqual(await textsOf(clean, expected.tree));
  const left = readdirSync(join(store, 'tmp')).flatMap((own) => readdirSync(join(store, 'tmp', own)));
  expect(left).toEqual([]);
}, 60_000);
