import { isProduct, productExcludes, productPatterns } from './product-files';

it('names modules, not the folder around them', () => {
  const modules = [
    { name: 'a', path: 'p/src/a', kind: 'package', sourceRoot: 'p/src' },
    { name: 'one', path: 'p/one.py', kind: 'module', sourceRoot: 'p' },
  ] as const;
  expect(productPatterns({ root: 'p', modules }).include).toEqual(['one.py', 'src/a/**/*']);
});

it('leaves Python projects inside of a module out, and takes names as they are', () => {
  const modules = [{ name: 'a', path: 'p/src (1)/a', kind: 'package', sourceRoot: 'p/src (1)' }] as const;
  const { include, exclude } = productPatterns({ root: 'p', modules }, ['p/src (1)/a/inner', 'p/other', 'q']);
  expect(include).toEqual(['src [(]1[)]/a/**/*']);
  expect(exclude.filter((pattern) => !pattern.startsWith('**'))).toEqual(['src [(]1[)]/a/inner/**']);
  expect(productExcludes('p/src (1)/a', ['p/src (1)/a/inner', 'q'])).toContain('inner/**');
});

it.each([
  ['a/b.py', true],
  ['a/data/build/x.json', true],
  ['a/tests/x.py', true],
  ['a/__pycache__', false],
  ['a/__pycache__/b.cpython-314.pyc', false],
  ['a/b.pyc', false],
  ['a/x.egg-info', false],
])('%s: %s', (path, expected) => {
  expect(isProduct(path)).toBe(expected);
});
