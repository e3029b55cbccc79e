import { folderFilter, matcher } from './patterns';

it.each([
  ['*.py', 'a.py', true],
  ['*.py', '.hidden.py', true],
  ['*.py', 'a/b.py', false],
  ['**/*.py', 'b.py', true],
  ['**/*.py', 'a/.b/c.py', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a/.b', true],
  ['a/**', 'a', false],
  ['a/**', 'ab/c', false],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/c/z', true],
  ['a/**/z', 'a/bz', false],
  ['**', 'a/b', true],
  ['a**z', 'abcz', true],
  ['a**z', 'a/z', false],
  ['?.py', 'é.py', true],
  ['?.py', '😀.py', true],
  ['?.py', '/.py', false],
  ['a.{py,pyi}', 'a.pyi', true],
  ['{a,b{c,d}}/x', 'bd/x', true],
  ['{a,b{c,d}}/x', 'b/x', false],
  ['{a,}b', 'b', true],
  ['{a', '{a', true],
  ['a+(b).[c]^$|d', 'a+(b).[c]^$|d', true],
  ['a.py', 'aXpy', false],
  ['*', 'line\nbreak', true],
  ['$(x) é/*', '$(x) é/1', true],
])('%p on %p is %p', (pattern, path, matches) => {
  expect(matcher([pattern])(path)).toBe(matches);
});

it('matches when any pattern does, and never without one', () => {
  expect(matcher(['a', 'b'])('b')).toBe(true);
  expect(matcher([])('a')).toBe(false);
});

it.each([
  [['src/**'], [], 'src', true],
  [['src/**'], [], 'src/a/b', true],
  [['src/**'], [], 'node_modules', false],
  [['a/b/*.py', 'c.py'], [], 'a', true],
  [['a/b/*.py', 'c.py'], [], 'a/x', false],
  [['c.py'], [], 'a', false],
  [['{x,y}/1'], [], 'y', true],
  [['**/*.py'], [], 'deep/er', true],
  [undefined, [], 'a', true],
  [undefined, ['**/.venv/**'], 'p/.venv', false],
  [undefined, ['**/.venv'], 'p/.venv', true],
  [undefined, ['a/**'], 'a', false],
  [undefined, ['**'], 'a', true],
])('include %p exclude %p enters %p: %p', (include, exclude, folder, enters) => {
  expect(folderFilter(include, exclude)(folder)).toBe(enters);
});

it('never leaves out a folder that holds a wanted file', () => {
  const paths = ['a/b/c.py', 'a/x.py', 'x.py', 'a/b/d/e.txt'];
  for (const pattern of ['a/b/c.py', 'a/*/c.py', '**/e.txt', 'a/b/**', '{a,z}/x.py', 'a/b/d/?.txt', '*']) {
    const enters = folderFilter([pattern], []);
    for (const path of paths.filter(matcher([pattern]))) {
      const folders = path
        .split('/')
        .slice(0, -1)
        .map((_, depth, all) => all.slice(0, depth + 1).join('/'));
      expect([pattern, path, folders.filter((folder) => !enters(folder))]).toEqual([pattern, path, []]);
    }
  }
});
