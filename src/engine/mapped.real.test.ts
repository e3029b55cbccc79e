import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import { onePlan, requestOf, sh, textInput, textsOf, UPPER, upper } from './engine.testing';
import { failedItems, run } from './run';
import { openStore } from './store/store';
import type { Store } from './store/types';
import type { Action, InputTree, Mapped, RunRequest, RunResult } from './types';

let root: string;
let store: Store;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'kiln mapped-'));
  store = await openStore({ root: join(root, 'store'), maxBytes: 1e9 });
  process.env.KILN_SANDBOX = 'require';
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  delete process.env.KILN_SANDBOX;
});

/** The worker writes down what it was given, outside of any key. */
const counting: Partial<Action> = {
  env: { COUNT: 'cache/given' },
  caches: [{ name: 'count', at: 'cache' }],
};
const given = (): string[] => {
  const path = join(store.root, 'caches/count/given');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  rmSync(path, { force: true });
  return lines.sort();
};
const map = (input: InputTree, over: Partial<Mapped> = {}, request: Partial<RunRequest> = {}): Promise<RunResult> =>
  run(
    requestOf(onePlan(upper({ over: { tree: input.digest }, ...over }, counting)), { inputs: [input], ...request }),
    store,
  );
const failure = async (work: Promise<unknown>): Promise<KilnError> =>
  work.then(
    () => {
      throw new Error('it should have failed');
    },
    (error) => error,
  );

it('maps what has the ending, keeps the rest, and gives the worker the display path', async () => {
  const input = textInput({ 'a.txt': 'one', 'sub/ü $(x).txt': '', 'data.bin': 'data' });
  const { tree, steps } = await map(input, { displayPrefix: 'app/' });
  expect(await textsOf(store, tree)).toEqual({
    'a.up': '"APP/A.TXT"|ONE',
    'data.bin': 'data',
    'sub/ü $(x).up': '"APP/SUB/ü $(X).TXT"|',
  });
  expect(steps[0]).toMatchObject({ kind: 'mapped', hits: 0, misses: 2, isolation: 'bubblewrap' });
});

it('makes only what changed, whatever tree it comes in', async () => {
  await map(textInput({ 'a.txt': 'one', 'b.txt': 'two' }));
  expect(given()).toEqual(['"a.txt"', '"b.txt"']);
  const { tree, steps } = await map(textInput({ 'a.txt': 'one', 'b.txt': 'changed', 'new.bin': '' }));
  expect(given()).toEqual(['"b.txt"']);
  expect(steps[0]).toMatchObject({ hits: 1, misses: 1 });
  expect(await textsOf(store, tree)).toMatchObject({ 'a.up': '"A.TXT"|ONE', 'b.up': '"B.TXT"|CHANGED' });
});

it('needs one look-up for an unchanged tree, and no input', async () => {
  const input = textInput({ 'a.txt': 'one' });
  const first = await map(input);
  given();
  const gone: InputTree = { ...input, from: { folder: join(root, 'gone') } };
  const second = await map(gone);
  expect(given()).toEqual([]);
  expect(second.steps[0]).toMatchObject({ hits: 1, misses: 0, result: first.digest });
});

it('gives the same tree with one core and with two, in any order of answers', async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}.txt`, 'x'.repeat((i * 37) % 50)]));
  const one = await map(textInput(files), {}, { cores: 1 });
  rmSync(store.root, { recursive: true });
  store = await openStore({ root: store.root, maxBytes: 1e9 });
  const two = await map(textInput(files), {}, { cores: 2 });
  expect(two.digest).toBe(one.digest);
  expect(given()).toHaveLength(60);
});

it('says how far it is, at most four times a second and at the end', async () => {
  const files = Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`f${i}.txt`, 'x']));
  const input = textInput(files);
  const request = requestOf(onePlan(upper({ over: { tree: input.digest } })), { inputs: [input] });
  await run(request, store);
  const progress = request.events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
  expect(progress.at(-1)).toMatchObject({ done: 45, total: 45, unit: 'files' });
  expect(progress.length).toBeLessThan(45);
  expect(request.events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')).toEqual(['start', 'end']);
});

it('collects failing files, remembers them, and keeps what was made', async () => {
  const input = textInput({ 'a.txt': 'fail 1', 'b.txt': 'fine', 'c.txt': 'fail 2' });
  const error = await failure(map(input));
  expect(error).toMatchObject({ code: 'ACTION_FAILED', message: 'upper-case: 2 files failed' });
  expect(failedItems(error)).toEqual([
    { path: 'a.txt', text: 'no: fail 1' },
    { path: 'c.txt', text: 'no: fail 2' },
  ]);
  expect(given()).toHaveLength(3);
  expect(failedItems(await failure(map(input)))).toHaveLength(2);
  expect(given()).toEqual([]);
});

it('keeps failing files as they were where the plan says so', async () => {
  const { tree } = await map(textInput({ 'a.txt': 'fail', 'b.txt': 'b' }), { onError: 'keep' });
  expect(await textsOf(store, tree)).toEqual({ 'a.txt': 'fail', 'b.up': '"B.TXT"|B' });
});

it.each([
  ['dies', 'die', 'ACTION_FAILED', 'it ended with exit code 9'],
  ['talks nonsense', 'nonsense', 'ACTION_FAILED', 'it answered "what"'],
  ['hangs', 'hang', 'ACTION_TIMEOUT', 'it did not answer in time (0.5 s)'],
])('tries an item once more when its worker %s, then names it', async (_, text, code, why) => {
  const input = textInput({ 'a.txt': 'fine 1', 'bad.txt': text, 'c.txt': 'fine 2', 'd.txt': 'fine 3' });
  const step = upper({ over: { tree: input.digest } }, { ...counting, needs: { network: 'none', timeoutS: 0.5 } });
  const error = await failure(run(requestOf(onePlan(step), { inputs: [input] }), store));
  expect(error).toMatchObject({ code, message: `upper-case: the worker fails on bad.txt: ${why}` });
  expect(failedItems(error)).toEqual([{ path: 'bad.txt', text: why.replace(/ \(.*/, '') }]);
  expect(given().filter((name) => name === '"bad.txt"')).toHaveLength(2);
});

it('names the culprit, not an item that was in flight with it', async () => {
  const input = textInput({ 'innocent.txt': 'late, and bigger', 'bad.txt': 'die' });
  expect((await failure(map(input))).message).toContain('the worker fails on bad.txt');
});

it('goes on when an item brings its worker down only once', async () => {
  const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}.txt`, `x${i}`]));
  const { tree } = await map(textInput({ ...files, 'once.txt': 'once' }));
  const texts = await textsOf(store, tree);
  expect(texts['once.up']).toBe('ONCE');
  expect(Object.keys(texts)).toHaveLength(11);
});

it('says that a worker does not start, with what it said', async () => {
  const input = textInput({ 'a.txt': 'a' });
  const step = upper({ over: { tree: input.digest } }, { argv: ['/bin/sh', '-c', 'echo no such tool >&2; exit 4'] });
  const error = await failure(run(requestOf(onePlan(step), { inputs: [input] }), store));
  expect(error.message).toBe('upper-case: the worker did not start: it ended with exit code 4');
  expect(error.lines).toContain('no such tool');
});

it('refuses a source that changed since it was hashed', async () => {
  const folder = join(root, 'src');
  mkdirSync(folder);
  const input: InputTree = { ...textInput({ 'a.txt': 'hashed' }), from: { folder } };
  writeFileSync(join(folder, 'a.txt'), 'edited');
  expect(await failure(map(input))).toMatchObject({
    code: 'INPUT_CHANGED',
    message: `${join(folder, 'a.txt')} changed while it was being read`,
  });
  rmSync(join(folder, 'a.txt'));
  expect(await failure(map(input))).toMatchObject({ code: 'INPUT_CHANGED' });
});

it('ends its workers on cancel, and what was made is not lost', async () => {
  const input = textInput({ 'a.txt': 'fine', 'z.txt': 'hang' });
  const controller = new AbortController();
  const request = requestOf(onePlan(upper({ over: { tree: input.digest } }, counting)), {
    inputs: [input],
    signal: controller.signal,
    onEvent: ({ kind }) => kind === 'progress' && controller.abort(),
  });
  expect(await failure(run(request, store))).toMatchObject({ code: 'CANCELLED' });
  given();
  await map(textInput({ 'a.txt': 'fine' }));
  expect(given()).toEqual([]);
});

it('keeps items of a plain directory apart from hermetic ones', async () => {
  process.env.KILN_SANDBOX = 'off';
  const input = textInput({ 'a.txt': 'a' });
  const plain = await map(input);
  expect(plain.steps[0]).toMatchObject({ isolation: 'directory' });
  expect(given()).toHaveLength(1);
  process.env.KILN_SANDBOX = 'require';
  const boxed = await map(input);
  expect(boxed.steps[0]).toMatchObject({ isolation: 'bubblewrap', misses: 1, result: plain.digest });
  process.env.KILN_SANDBOX = 'off';
  given();
  expect((await map(textInput({ 'a.txt': 'a', 'b.bin': '' }))).steps[0]).toMatchObject({ isolation: 'bubblewrap' });
  expect(given()).toEqual([]);
});

it('maps what another step gave, with a worker that has mounts', async () => {
  const scripts = textInput({ 'worker.sh': UPPER });
  const plan = {
    steps: {
      make: sh('mkdir out; echo hello > out/h.txt; ln -s h.txt out/l.txt'),
      map: upper(
        { over: { action: 'make', path: 'out' } },
        { argv: ['/bin/sh', 'in/worker.sh'], mounts: [{ at: 'in', from: { tree: scripts.digest } }] },
      ),
    },
    result: 'map',
  };
  const { tree } = await run(requestOf(plan, { inputs: [scripts] }), store);
  expect(await textsOf(store, tree)).toEqual({ 'h.up': '"H.TXT"|HELLO', 'l.up': '→ h.up' });
});
