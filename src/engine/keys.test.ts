import { sha256 } from './canonical';
import { deepKeys, fillToolchains, itemKey, planKey, stepKey, toolchainNames } from './keys';
import { makeTree, treeDigest } from './tree';
import type { Action, Assembly, InputTree, Mapped, Plan, Step } from './types';

const input = (files: Record<string, string>): InputTree => {
  const tree = makeTree(
    Object.entries(files).map(([path, text]) => ({ path, sha256: sha256(text), size: text.length })),
  );
  const content = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  return { digest: treeDigest(tree), tree, from: { content } };
};
const sources = input({ 'a.txt': 'a', 'lib/b.txt': 'b' });
const toolchains = {
  cc: { identity: 'cc-1.0', resolve: async () => '/nowhere' },
  ld: { identity: 'ld-1.0', resolve: async () => '/nowhere' },
};

const action = (over: Partial<Action> = {}): Action => ({
  kind: 'action',
  label: 'compile',
  argv: ['{toolchain:cc}/cc', 'in/a.txt'],
  env: { A: '1', LD: '{toolchain:ld}/ld' },
  mounts: [
    { at: 'in', from: { tree: sources.digest } },
    { at: 'also', from: { tree: sources.digest, path: 'lib' } },
  ],
  outputs: ['out', 'log'],
  needs: { network: 'none' },
  ...over,
});
const mapped = (over: Partial<Mapped> = {}): Mapped => ({
  kind: 'mapped',
  label: 'map',
  worker: action({ outputs: [] }),
  over: { action: 'compile', path: 'out' },
  rename: { from: '.txt', to: '.up' },
  displayPrefix: 'app/',
  rest: 'keep',
  onError: 'fail',
  ...over,
});
const assembly = (over: Partial<Assembly> = {}): Assembly => ({
  kind: 'assembly',
  label: 'assemble',
  place: [
    { from: { action: 'map' }, at: 'app', include: ['**'], executable: ['run'] },
    { from: { toolchain: 'cc', path: 'lib' }, at: 'lib' },
  ],
  ...over,
});
const plan = (steps: Record<string, Step> = {}): Plan => ({
  steps: { compile: action(), map: mapped(), all: assembly(), ...steps },
  result: 'all',
});
const keyOf = (p: Plan, t = toolchains, inputs = [sources]): string => planKey(p, t, inputs);

it('has stable keys: a change here throws away every store', () => {
  const deep = deepKeys(plan(), toolchains, [sources]);
  expect(['compile', 'map', 'all'].map(deep)).toMatchInlineSnapshot(`
[
  "e607510441391bd6483e8a4c04e7fe9ca1bbd124da77d638588e920f037ae048",
  "64d2950ccb6777bd8584149ead060e4ceb62aaf679d03cdf98f8fab8111a464f",
  "8160ebc98fbe4cab49b870ef8854b7d9fa11729bd56e3f2279788a497c35e158",
]
`);
});

it.each<[string, Plan]>([
  ['labels', plan({ compile: action({ label: 'x' }), map: mapped({ label: 'y' }), all: assembly({ label: 'z' }) })],
  ['cores and timeouts', plan({ compile: action({ needs: { network: 'none', cores: 8, timeoutS: 9 } }) })],
  ['order of variables', plan({ compile: action({ env: { LD: '{toolchain:ld}/ld', A: '1' } }) })],
  ['order of mounts', plan({ compile: action({ mounts: [...action().mounts].reverse() }) })],
  ['order of outputs', plan({ compile: action({ outputs: ['log', 'out'] }) })],
  ['steps that the result does not need', plan({ other: action({ argv: ['other'] }) })],
  [
    'ids',
    {
      steps: {
        c: action(),
        m: mapped({ over: { action: 'c', path: 'out' } }),
        r: assembly({ place: assembly().place.map((p) => ('action' in p.from ? { ...p, from: { action: 'm' } } : p)) }),
      },
      result: 'r',
    },
  ],
])('leaves out %s', (_, changed) => {
  expect(keyOf(changed)).toBe(keyOf(plan()));
});

const place = (over: object): Step => assembly({ place: [{ ...assembly().place[0], ...over } as never] });

it.each<[string, Plan]>([
  ['argv', plan({ compile: action({ argv: ['{toolchain:cc}/cc', 'in/b.txt'] }) })],
  ['env', plan({ compile: action({ env: { ...action().env, B: '' } }) })],
  ['where an input is mounted', plan({ compile: action({ mounts: [{ at: 'on', from: { tree: sources.digest } }] }) })],
  ['outputs', plan({ compile: action({ outputs: ['out'] }) })],
  ['the network', plan({ compile: action({ needs: { network: 'fetch' } }) })],
  ['caches', plan({ compile: action({ caches: [{ name: 'c', at: 'c' }] }) })],
  ['the worker', plan({ map: mapped({ worker: action({ outputs: [], argv: ['other'] }) }) })],
  ['the part that is mapped', plan({ map: mapped({ over: { action: 'compile' } }) })],
  ['the new ending', plan({ map: mapped({ rename: { from: '.txt', to: '.down' } }) })],
  ['the folder of what is made', plan({ map: mapped({ rename: { from: '.txt', to: '.up', folder: 'made' } }) })],
  ['whether mapped files stay', plan({ map: mapped({ keepMapped: true }) })],
  ['what is taken from display paths', plan({ map: mapped({ displayStrip: 'a' }) })],
  ['the display prefix', plan({ map: mapped({ displayPrefix: '' }) })],
  ['what becomes of the rest', plan({ map: mapped({ rest: 'drop' }) })],
  ['what becomes of failures', plan({ map: mapped({ onError: 'keep' }) })],
  ['which failures are kept', plan({ map: mapped({ onError: { keep: ['a/**'] } }) })],
  ['include', plan({ all: place({ include: ['*'] }) })],
  ['exclude', plan({ all: place({ exclude: ['x'] }) })],
  ['renames', plan({ all: place({ rename: { a: 'b' } }) })],
  ['executable', plan({ all: place({ executable: [] }) })],
])('holds %s', (_, changed) => {
  const keys = [keyOf(changed), keyOf(plan())];
  expect(new Set(keys).size).toBe(2);
});

it('holds the content of inputs, but only of the part that a step reads', () => {
  const narrow = (files: Record<string, string>): string => {
    const changed = input(files);
    const mounts = [{ at: 'in', from: { tree: changed.digest, path: 'lib' } }];
    return planKey({ steps: { a: action({ mounts }) }, result: 'a' }, toolchains, [changed]);
  };
  expect(narrow({ 'a.txt': 'changed', 'lib/b.txt': 'b' })).toBe(narrow({ 'a.txt': 'a', 'lib/b.txt': 'b' }));
  expect(narrow({ 'a.txt': 'a', 'lib/b.txt': 'changed' })).not.toBe(narrow({ 'a.txt': 'a', 'lib/b.txt': 'b' }));
});

it('tells a file from a folder with that one file', () => {
  const one = input({ 'lib/b.txt': 'b' });
  const key = (path: string): string =>
    planKey(
      { steps: { a: action({ mounts: [{ at: 'in', from: { tree: one.digest, path } }] }) }, result: 'a' },
      toolchains,
      [one],
    );
  expect(key('lib')).not.toBe(key('lib/b.txt'));
});

it('holds toolchains that argv, env and sources name, by identity, and no others', () => {
  const changed = (name: string) => ({ ...toolchains, [name]: { ...toolchains.cc, identity: 'other' } });
  expect(keyOf(plan(), changed('cc'))).not.toBe(keyOf(plan()));
  expect(keyOf(plan(), changed('ld'))).not.toBe(keyOf(plan()));
  expect(keyOf(plan(), changed('unused'))).toBe(keyOf(plan()));
  expect(toolchainNames(action())).toEqual(['cc', 'ld']);
});

it('gives actual keys that depend on what a step gave, not on how', () => {
  const key = (step: Step): string => stepKey(step, () => ({ tree: sources.digest }), toolchains);
  expect(key(mapped({ over: { action: 'one' } }))).toBe(key(mapped({ over: { action: 'two' } })));
});

it('keys items by worker, display path, content and ending; keeps plain directories apart', () => {
  const item = { display: 'app/a.txt', sha256: sha256('a') };
  const keys = [
    itemKey('w', item, true),
    itemKey('w', item, false),
    itemKey('v', item, true),
    itemKey('w', { ...item, display: 'a.txt' }, true),
    itemKey('w', { ...item, sha256: sha256('b') }, true),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(itemKey('w', { ...item }, true)).toBe(keys[0]);
});

it('calls plans that cannot be keyed what they are: bugs', () => {
  const circle = plan({ compile: action({ mounts: [{ at: 'in', from: { action: 'all' } }] }) });
  expect(() => keyOf(circle)).toThrow('the plan has a cycle: all → map → compile → all');
  expect(() => keyOf({ steps: {}, result: 'x' })).toThrow('names the step "x"');
  expect(() => planKey(plan(), {}, [sources])).toThrow('names the toolchain "cc"');
});

it('fills toolchains in wherever they stand', () => {
  expect(fillToolchains('-I{toolchain:cc}/include:{toolchain:ld}', (name) => `/t/${name}`)).toBe(
    '-I/t/cc/include:/t/ld',
  );
});
