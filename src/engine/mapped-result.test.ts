import { KilnError } from '../model/errors';
import { sha256 } from './canonical';
import { displayPath, failedItems, mappedFiles, mappedTree } from './mapped-result';
import type { ItemResult } from './store/types';
import { makeTree } from './tree';
import type { Entry, Mapped } from './types';

const file = (path: string): Entry => ({ path, sha256: sha256(path), size: path.length });
const made = (path: string): ItemResult => ({ sha256: sha256(`made of ${path}`), size: 1 });
const step = (over: Partial<Mapped> = {}): Mapped => ({
  kind: 'mapped',
  label: 'compile',
  worker: { kind: 'action', label: 'w', argv: ['w'], env: {}, mounts: [], outputs: [], needs: { network: 'none' } },
  over: { action: 'x' },
  rename: { from: '.py', to: '.pyc' },
  displayPrefix: '',
  rest: 'keep',
  onError: 'fail',
  ...over,
});
const tree = makeTree([file('b.py'), file('a.py'), file('data.txt'), { path: 'link.py', link: 'a.py' }]);
const paths = (s: Mapped, results: ReadonlyMap<string, ItemResult>, over = tree): string[] =>
  mappedTree(s, over, results).entries.map((e) => ('link' in e ? `${e.path} → ${e.link}` : e.path));
const all = new Map([
  ['a.py', made('a.py')],
  ['b.py', made('b.py')],
]);

it('maps files with the ending, not links', () => {
  expect(mappedFiles(step(), tree).map(({ path }) => path)).toEqual(['a.py', 'b.py']);
});

it('renames what was made; links follow; the rest is kept or dropped', () => {
  expect(paths(step(), all)).toEqual(['a.pyc', 'b.pyc', 'data.txt', 'link.pyc → a.pyc']);
  expect(paths(step({ rest: 'drop' }), all)).toEqual(['a.pyc', 'b.pyc', 'link.pyc → a.pyc']);
});

it('puts what is made into a folder beside the file, and leaves the file where the plan says so', () => {
  const over = makeTree([...tree.entries, file('sub/c.py'), { path: 'sub/up.py', link: '../a.py' }]);
  const results = new Map([...all, ['sub/c.py', made('sub/c.py')]]);
  const pycache = step({ rename: { from: '.py', to: '.x.pyc', folder: '__pycache__' }, keepMapped: true });
  expect(paths(pycache, results, over)).toEqual([
    '__pycache__/a.x.pyc',
    '__pycache__/b.x.pyc',
    '__pycache__/link.x.pyc → a.x.pyc',
    'a.py',
    'b.py',
    'data.txt',
    'link.py → a.py',
    'sub/__pycache__/c.x.pyc',
    'sub/__pycache__/up.x.pyc → ../../__pycache__/a.x.pyc',
    'sub/c.py',
    'sub/up.py → ../a.py',
  ]);
  expect(paths({ ...pycache, rest: 'drop' }, all)).not.toContain('data.txt');
  expect(paths(step({ keepMapped: true }), all)).toContain('a.pyc');
});

it('does not depend on the order of answers', () => {
  expect(mappedTree(step(), tree, new Map([...all].reverse()))).toEqual(mappedTree(step(), tree, all));
});

it('leaves failing files as they were where the plan says so, and links to them', () => {
  const results = new Map([...all, ['a.py', { failed: 'no' }]]) as Map<string, ItemResult>;
  expect(paths(step({ onError: 'keep' }), results)).toEqual(['a.py', 'b.pyc', 'data.txt', 'link.py → a.py']);
});

it.each([
  [{ displayPrefix: '' }, 'a/b.py'],
  [{ displayPrefix: '/opt/' }, '/opt/a/b.py'],
  [{ displayPrefix: 'x/', displayStrip: 'a' }, 'x/b.py'],
  [{ displayPrefix: '', displayStrip: 'a/b' }, 'a/b.py'],
])('shows %j of a/b.py as %s', (display, shown) => {
  expect(displayPath(display, 'a/b.py')).toBe(shown);
});

it('forgives the files that a pattern names, no others', () => {
  const results = new Map<string, ItemResult>([...all, ['a.py', { failed: 'no' }]]);
  expect(paths(step({ onError: { keep: ['a*'] } }), results)).toEqual(['a.py', 'b.pyc', 'data.txt', 'link.py → a.py']);
  expect(() => paths(step({ onError: { keep: ['b*'] } }), results)).toThrow('compile: a.py failed');
  expect(() => paths(step({ onError: { keep: ['**'], except: ['a.py'] } }), results)).toThrow('a.py failed');
});

it('collects every failing file in one error that the owner of the plan can read', () => {
  const results = new Map<string, ItemResult>([
    ['b.py', { failed: 'two\nlines' }],
    ['a.py', { failed: 'one' }],
  ]);
  const error = caught(() => paths(step(), results));
  expect(error).toMatchObject({ code: 'ACTION_FAILED', message: 'compile: 2 files failed' });
  expect((error as KilnError).lines).toEqual(['a.py: one', 'b.py: two']);
  expect(failedItems(error)).toEqual([
    { path: 'a.py', text: 'one' },
    { path: 'b.py', text: 'two\nlines' },
  ]);
});

it('takes no other error for failed files', () => {
  expect(failedItems(new Error('x'))).toBeUndefined();
  expect(failedItems(new KilnError('ACTION_FAILED', 'x', { cause: new Error('y') }))).toBeUndefined();
});

it('refuses a result where a kept file is', () => {
  const clash = makeTree([file('a.py'), file('a.pyc')]);
  expect(() => paths(step(), new Map([['a.py', made('a.py')]]), clash)).toThrow(
    'compile: a.pyc is there already and would also be made',
  );
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
