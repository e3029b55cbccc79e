import { matchGlob } from './globs';

it.each([
  ['apps/*', 'apps/a', true],
  ['apps/*', 'apps/a/b', false],
  ['apps/**', 'apps/a/b', true],
  ['**/x', 'x', true],
  ['**/x', 'a/b/x', true],
  ['libs/[ab]', 'libs/b', true],
  ['libs/[!ab]', 'libs/b', false],
  ['libs/{one,two}', 'libs/two', true],
  ['./packages/foo/', 'packages/foo', true],
  ['a.b', 'aXb', false],
  ['a?', 'ab', true],
  ['(x)+$', '(x)+$', true],
  ['[z-a]', '[z-a]', true],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(matchGlob(pattern)(path)).toBe(expected);
});
