import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onePlan, requestOf, sh, textInput, textsOf } from './engine.testing';
import { run } from './run';
import { openStore } from './store/store';
import type { Store } from './store/types';
import { isFile } from './tree';
import type { InputTree, Plan, RunRequest } from './types';

let root: string;
let store: Store;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln flow-'));
  store = await openStore({ root: join(root, 'store'), maxBytes: 1e9 });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const go = (plan: Plan, over: Partial<RunRequest> = {}) => run(requestOf(plan, over), store);
const misses = async (plan: Plan, over: Partial<RunRequest> = {}): Promise<Record<string, number>> =>
  Object.fromEntries((await go(plan, over)).steps.map((step) => [step.id, step.misses]));
const stored = (): string[] =>
  readdirSync(join(store.root, 'cas')).flatMap((ab) => readdirSync(join(store.root, 'cas', ab)));

const chain = (first: string, second = 'cat in/out > out'): Plan => ({
  steps: {
    first: sh(first),
    second: sh(second, { mounts: [{ at: 'in', from: { action: 'first' } }] }),
    all: { kind: 'assembly', label: 'all', place: [{ from: { action: 'second' }, at: 'x' }] },
  },
  result: 'all',
});

it('looks at nothing but the result when all is known, and resolves no toolchain', async () => {
  const folder = join(root, 'tool');
  mkdirSync(folder);
  writeFileSync(join(folder, 'f'), 'tool');
  let resolved = 0;
  const toolchains = { t: { identity: 't-1', resolve: async () => (resolved++, folder) } };
  const plan = chain('cat {toolchain:t}/f > out');
  expect(await misses(plan, { toolchains })).toEqual({ first: 1, second: 1, all: 1 });
  expect(resolved).toBe(1);
  expect(await misses(plan, { toolchains })).toEqual({ all: 0 });
  expect(resolved).toBe(1);
});

it('stops early when a step that changed gives the same', async () => {
  await go(chain('echo same > out'));
  expect(await misses(chain('echo same   > out'))).toEqual({ first: 1, second: 0, all: 1 });
});

it('runs only what a change reaches', async () => {
  await go(chain('echo same > out'));
  expect(await misses(chain('echo same > out', 'cat in/out in/out > out'))).toEqual({ first: 0, second: 1, all: 1 });
});

it('runs a step once that two others need, and independent steps at the same time', async () => {
  // Each of the two waits for the other's file: one after the other they would never end.
  const meet = (mine: string, other: string) =>
    sh(`: > cache/${mine}; while [ ! -e cache/${other} ]; do sleep 0.01; done; cat in/out > out`, {
      mounts: [{ at: 'in', from: { action: 'base' } }],
      caches: [{ name: 'meet', at: 'cache' }],
      needs: { network: 'none', timeoutS: 20 },
    });
  const plan: Plan = {
    steps: {
      base: sh('echo x >> cache/count; echo base > out', { caches: [{ name: 'base', at: 'cache' }] }),
      a: meet('a', 'b'),
      b: meet('b', 'a'),
      all: {
        kind: 'assembly',
        label: 'all',
        place: [
          { from: { action: 'a' }, at: 'a' },
          { from: { action: 'b' }, at: 'b' },
        ],
      },
    },
    result: 'all',
  };
  expect(await textsOf(store, (await go(plan)).tree)).toEqual({ 'a/out': 'base\n', 'b/out': 'base\n' });
  expect(readFileSync(join(store.root, 'caches/base/count'), 'utf8')).toBe('x\n');
});

it('takes into the store only inputs that a step reads', async () => {
  const [used, unused] = [textInput({ a: 'used' }), textInput({ b: 'unused', c: 'assembled' })];
  const plan: Plan = {
    steps: {
      read: sh('cat in/a > out', { mounts: [{ at: 'in', from: { tree: used.digest } }] }),
      pick: { kind: 'assembly', label: 'pick', place: [{ from: { tree: unused.digest }, at: '' }] },
      all: {
        kind: 'assembly',
        label: 'all',
        place: [
          { from: { action: 'read' }, at: '' },
          { from: { action: 'pick' }, at: '', include: ['c'] },
        ],
      },
    },
    result: 'all',
  };
  const { tree } = await go(plan, { inputs: [used, unused] });
  expect(await textsOf(store, tree)).toEqual({ c: 'assembled', out: 'used' });
  const digests = [...used.tree.entries, ...unused.tree.entries].filter(isFile);
  const kept = digests.filter(({ sha256 }) => stored().includes(sha256)).map(({ path }) => path);
  expect(kept).toEqual(['a', 'c']);
});

it('refuses an input that changed since it was hashed, and records nothing', async () => {
  const folder = join(root, 'src');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a'), 'edited');
  const input: InputTree = { ...textInput({ a: 'hashed' }), from: { folder } };
  const plan = onePlan(sh('cat in/a > out', { mounts: [{ at: 'in', from: { tree: input.digest } }] }));
  await expect(go(plan, { inputs: [input] })).rejects.toMatchObject({ code: 'INPUT_CHANGED' });
  writeFileSync(join(folder, 'a'), 'hashed');
  expect(await misses(plan, { inputs: [input] })).toEqual({ only: 1 });
});

it('takes a toolchain as a tree, imported once per identity', async () => {
  const folder = join(root, 'tool');
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'lib/x'), 'x', { mode: 0o755 });
  writeFileSync(join(folder, 'other'), 'o');
  const place = (at: string): Plan =>
    onePlan({ kind: 'assembly', label: 'a', place: [{ from: { toolchain: 't', path: 'lib' }, at }] });
  const toolchains = { t: { identity: 't-1', resolve: async () => folder } };
  const { tree } = await go(place('a'), { toolchains });
  expect(tree.entries).toMatchObject([{ path: 'a/x', executable: true }]);
  const gone = { t: { identity: 't-1', resolve: () => Promise.reject(new Error('not again')) } };
  expect((await go(place('b'), { toolchains: gone })).tree.entries).toMatchObject([{ path: 'b/x' }]);
});

it('makes a result again when one of its files is gone', async () => {
  const plan = chain('echo first > out');
  const { tree } = await go(plan);
  for (const { sha256 } of tree.entries.filter(isFile)) {
    rmSync(join(store.root, 'cas', sha256.slice(0, 2), sha256));
  }
  expect(await textsOf(store, (await go(plan)).tree)).toEqual({ 'x/out': 'first\n' });
});

it('stops other steps when one fails, and tells the first error', async () => {
  const plan: Plan = {
    steps: {
      bad: sh('while [ ! -e cache/slow ]; do sleep 0.01; done; exit 3', {
        label: 'bad',
        caches: [{ name: 'c', at: 'cache' }],
      }),
      slow: sh(': > cache/slow; sleep 60', { label: 'slow', caches: [{ name: 'c', at: 'cache' }] }),
      all: {
        kind: 'assembly',
        label: 'all',
        place: [
          { from: { action: 'slow' }, at: 'a' },
          { from: { action: 'bad' }, at: 'b' },
        ],
      },
    },
    result: 'all',
  };
  await expect(go(plan)).rejects.toMatchObject({ code: 'ACTION_FAILED', message: 'bad ended with exit code 3' });
});

it('is cancelled by its signal, before and while it runs', async () => {
  await expect(go(onePlan(sh('echo > out')), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  const controller = new AbortController();
  const request = requestOf(onePlan(sh('sleep 60')), {
    signal: controller.signal,
    onEvent: ({ kind }) => kind === 'start' && setTimeout(() => controller.abort(), 100),
  });
  await expect(run(request, store)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(join(store.root, 'results'))).toEqual([]);
  expect(readdirSync(join(store.root, 'locks'))).toEqual([]);
});

it('tells start and end of what runs, and only the end of what is known', async () => {
  const plan = onePlan(sh('echo > out', { label: 'a step' }));
  const [first, second] = [requestOf(plan), requestOf(plan)];
  const { digest } = await run(first, store);
  await run(second, store);
  expect(first.events.map(({ kind, id, label }) => ({ kind, id, label }))).toEqual([
    { kind: 'start', id: 'only', label: 'a step' },
    { kind: 'end', id: 'only', label: 'a step' },
  ]);
  expect(second.events).toMatchObject([{ kind: 'end', report: { hits: 1, misses: 0, result: digest } }]);
});
