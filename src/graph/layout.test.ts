import { closureFolder, foldersAbove, outputFolder, slug } from './layout';

it('gives every root its own folder', () => {
  expect(outputFolder('apps/a', 'x', new Set())).toBe('dist/apps/a');
  expect(outputFolder('.', '@acme/core', new Set(['libs']))).toBe('dist/acme-core');
  expect(outputFolder('.', 'core', new Set(['core']))).toBe('dist/core-root');
  expect(new Set(['a/b', 'a-b', 'a--b', 'a-/b', 'a(b', 'a~b'].map(slug)).size).toBe(6);
  expect(closureFolder('.')).toBe('.kiln/closure/root');
});

it('walks down to a folder', () => {
  expect(foldersAbove('a/b')).toEqual(['.', 'a', 'a/b']);
  expect(foldersAbove('.')).toEqual(['.']);
});
