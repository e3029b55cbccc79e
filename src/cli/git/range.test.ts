import { rangeRequest } from './range';

it.each([
  [{}, {}, undefined, { base: 'main' }],
  [{}, {}, 'trunk', { base: 'trunk' }],
  [{}, { NX_BASE: 'b', NX_HEAD: 'h' }, 'trunk', { base: 'b', head: 'h' }],
  [{ base: 'x' }, { NX_BASE: 'b', NX_HEAD: 'h' }, 'trunk', { base: 'x' }],
  [{ base: 'x', head: 'y' }, {}, 'trunk', { base: 'x', head: 'y' }],
  [{ head: 'y' }, {}, 'trunk', { base: 'trunk', head: 'y' }],
])('takes revisions as Nx does: %j %j %j', (flags, env, defaultBase, wanted) => {
  expect(rangeRequest(flags, env, defaultBase)).toEqual(wanted);
});
