import { KilnError } from '../../model/errors';
import { sh } from '../engine.testing';
import { sandboxWish } from './isolation';
import { checkPaths } from './prepare';

const mount = (at: string) => ({ at, from: { tree: '0' } });

it('takes paths below the sandbox root that do not overlap', () => {
  expect(() =>
    checkPaths(
      sh('', { mounts: [mount('in/a'), mount('in/ab')], caches: [{ name: 'uv', at: 'c' }], outputs: ['out/a'] }),
    ),
  ).not.toThrow();
});

it.each(['', '/abs', '../up', 'a/../b', './a', 'a//b', 'a/', 'a\\..\\b'])('refuses %j as a path', (path) => {
  expect(() => checkPaths(sh('', { outputs: [path] }))).toThrow('is not a path below the sandbox root');
});

it.each([
  ['an input and an output', sh('', { mounts: [mount('out')] })],
  ['an output in an input', sh('', { mounts: [mount('x')], outputs: ['x/out'] })],
  ['an input in an input', sh('', { mounts: [mount('x'), mount('x/y')] })],
  ['a cache in an output', sh('', { caches: [{ name: 'c', at: 'out/c' }] })],
])('refuses %s at one place', (_, action) => {
  expect(() => checkPaths(action)).toThrow('is used twice, or holds another');
});

it.each(['', '..', 'a/b', '.hidden'])('refuses %j as the name of a cache', (name) => {
  expect(() => checkPaths(sh('', { caches: [{ name, at: 'c' }] }))).toThrow('is not the name of a cache');
});

it('reads KILN_SANDBOX', () => {
  expect([{}, { KILN_SANDBOX: '' }, { KILN_SANDBOX: 'off' }, { KILN_SANDBOX: 'require' }].map(sandboxWish)).toEqual([
    'auto',
    'auto',
    'off',
    'require',
  ]);
  expect(() => sandboxWish({ KILN_SANDBOX: 'no' })).toThrow(KilnError);
});
