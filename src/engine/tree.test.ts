import { canonical, sha256 } from './canonical';
import { isFile, makeTree, parseTree, subtree, treeDigest, treeSize, treeText } from './tree';
import type { Entry, FileEntry, Tree } from './types';

const file = (path: string, text = path): FileEntry => ({ path, sha256: sha256(text), size: text.length });
const link = (path: string, to: string): Entry => ({ path, link: to });
const paths = ({ entries }: Tree): string[] =>
  entries.map((entry) => (isFile(entry) ? entry.path : `${entry.path}→${entry.link}`));

it('sorts by code unit and drops what is not part of an entry', () => {
  const tree = makeTree([file('b'), { ...file('a/é'), extra: 1 } as FileEntry, file('Z'), file('a-b')]);
  expect(paths(tree)).toEqual(['Z', 'a-b', 'a/é', 'b']);
  expect(Object.keys(tree.entries[2] as Entry)).toEqual(['path', 'sha256', 'size']);
});

it('has one digest whatever the order, and another one for every fact', () => {
  const base = treeDigest(makeTree([file('a'), link('l', 'a')]));
  expect(treeDigest(makeTree([link('l', 'a'), file('a')]))).toBe(base);
  const others = [
    [file('a', 'other'), link('l', 'a')],
    [file('b'), link('l', 'b')],
    [{ ...file('a'), executable: true as const }, link('l', 'a')],
    [file('a'), link('l', './a')],
    [file('a'), link('m', 'a')],
    [file('a')],
  ].map((entries) => treeDigest(makeTree(entries)));
  expect(new Set([base, ...others]).size).toBe(others.length + 1);
});

it('is what its canonical form says', () => {
  const tree = makeTree([{ ...file('bin/x'), executable: true }, link('y', 'bin/x')]);
  expect(treeText(tree)).toBe(
    `{"entries":[{"executable":true,"path":"bin/x","sha256":"${sha256('bin/x')}","size":5},{"link":"bin/x","path":"y"}]}`,
  );
  expect(treeText(tree)).toBe(canonical({ entries: tree.entries }));
  expect(treeDigest(tree)).toBe(sha256(treeText(tree)));
  expect(parseTree(treeText(tree))).toEqual(tree);
});

it.each(['', '/a', 'a//b', './a', 'a/.', 'a/../b', '..', 'a/', 'a\\b', 'a\0', 'C:/a'])(
  'refuses the path %p',
  (path) => {
    expect(() => makeTree([{ ...file('x'), path }])).toThrow(expect.objectContaining({ code: 'TREE_INVALID' }));
  },
);

it.each(['...', '.a', 'a..b/c', 'a b/é$(x)', 'x:y', 'nul'])('takes the path %p', (path) => {
  expect(paths(makeTree([file(path)]))).toEqual([path]);
});

it('keeps names that only look alike apart', () => {
  expect(makeTree([file('\u00e9'), file('e\u0301')]).entries).toHaveLength(2);
});

it('refuses a path twice and a file that is also a folder', () => {
  expect(() => makeTree([file('a'), file('a', 'b')])).toThrow(expect.objectContaining({ code: 'NAME_CLASH' }));
  expect(() => makeTree([file('a'), file('a.b'), file('a/b/c')])).toThrow(/a is a file and, because of a\/b\/c/);
  expect(() => makeTree([link('a', 'b'), file('a/c')])).toThrow(expect.objectContaining({ code: 'TREE_INVALID' }));
});

it('refuses what would become another path of the store', () => {
  expect(() => makeTree([{ path: 'a', sha256: '../../x', size: 1 }])).toThrow(/digest/);
  expect(() => makeTree([{ ...file('a'), size: -1 }])).toThrow(/size/);
});

it.each([
  ['up', '../x'],
  ['a/up', '../../x'],
  ['absolute', '/etc/passwd'],
  ['windows', 'C:/x'],
  ['backslash', 'a\\b'],
  ['empty', ''],
])('refuses the link %p to %p', (path, to) => {
  expect(() => makeTree([link(path, to)])).toThrow(expect.objectContaining({ code: 'TREE_INVALID' }));
});

it('follows links through links, as the kernel does', () => {
  // As text, sub/leak stays inside; through sub/top, which is the root, it does not.
  expect(() => makeTree([link('sub/top', '..'), link('sub/leak', 'top/../x')])).toThrow(/leads out/);
  expect(() => makeTree([link('a', 'b'), link('b', 'a')])).toThrow(/circle/);
  expect(paths(makeTree([link('a', 'b/c'), link('b', 'd'), file('d/c')]))).toEqual(['a→b/c', 'b→d', 'd/c']);
  expect(paths(makeTree([link('a/dangling', '../nowhere')]))).toEqual(['a/dangling→../nowhere']);
});

it('sums the bytes of files', () => {
  expect(treeSize(makeTree([file('a', '123'), file('b', '45'), link('c', 'a')]))).toBe(5);
});

describe('subtree', () => {
  const tree = makeTree([
    file('a/x'),
    file('a/b/y'),
    file('ab'),
    { ...file('bin/py3'), executable: true },
    link('bin/py', 'py3'),
    link('a/out', '../ab'),
    link('alias', 'a'),
    link('a/b/gone', '../../bin'),
  ]);

  it('strips the folder, and turns links that would lead out into files', () => {
    expect(paths(subtree(tree, 'bin'))).toEqual(['py→py3', 'py3']);
    const part = subtree(makeTree(tree.entries.filter(({ path }) => path !== 'a/b/gone')), 'a');
    expect(part.entries).toEqual([file('b/y', 'a/b/y'), { ...file('out', 'ab') }, file('x', 'a/x')]);
  });

  it('gives a single file by its base name, through links too', () => {
    expect(subtree(tree, 'a/b/y').entries).toEqual([file('y', 'a/b/y')]);
    expect(subtree(tree, 'bin/py').entries).toEqual([{ ...file('py', 'bin/py3'), executable: true }]);
    expect(subtree(tree, 'alias/x').entries).toEqual([file('x', 'a/x')]);
  });

  it('refuses what is not there and what leads out to a folder', () => {
    expect(() => subtree(tree, 'a/z')).toThrow(expect.objectContaining({ code: 'TREE_INVALID' }));
    expect(() => subtree(tree, 'a/b')).toThrow(/gone to .*leads out/);
  });

  it('is the tree itself for the empty path', () => {
    expect(subtree(tree, '')).toBe(tree);
  });
});
