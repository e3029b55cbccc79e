import { assemble, type PlacedSource } from './assembly';
import { sha256 } from './canonical';
import { makeTree } from './tree';
import type { Entry, Placement } from './types';

const file = (path: string, text = path): Entry => ({ path, sha256: sha256(text), size: text.length });
const source = (name: string, placement: Partial<Placement>, ...entries: Entry[]): PlacedSource => ({
  name,
  placement: { from: { action: name }, at: '', ...placement },
  tree: makeTree(entries),
});
const paths = (...sources: PlacedSource[]): string[] =>
  assemble('lay out', sources).entries.map((entry) =>
    'link' in entry ? `${entry.path} → ${entry.link}` : `${entry.path}${entry.executable ? '*' : ''}`,
  );

it('places trees, with patterns and renames over the paths of the source', () => {
  const app = [file('main.py'), file('data/x.bin'), file('data/y.txt'), { path: 'also.py', link: 'main.py' }];
  expect(
    paths(
      source('app', { at: 'app', exclude: ['**/*.txt'] }, ...app),
      source('launcher', { rename: { launcher: 'py-app' }, executable: ['launcher'] }, file('launcher')),
      source('rest', { at: 'text', include: ['data/*.txt'] }, ...app),
    ),
  ).toEqual(['app/also.py → main.py', 'app/data/x.bin', 'app/main.py', 'py-app*', 'text/data/y.txt']);
});

it('takes equal content at one path once, executable when either says so, in any order', () => {
  const plain = source('one', {}, file('run'));
  const marked = source('two', { executable: ['run'] }, file('run'));
  expect(paths(plain, marked)).toEqual(['run*']);
  expect(paths(marked, plain)).toEqual(['run*']);
});

it('refuses different content at one path, naming the path and both sources', () => {
  const clash = () => paths(source('one', { at: 'lib' }, file('x', '1')), source('two', {}, file('lib/x', '2')));
  expect(clash).toThrow('lay out: lib/x comes with different content from one and two');
  expect(clash).toThrow(expect.objectContaining({ code: 'NAME_CLASH' }));
});

it('refuses a file where another source has a folder', () => {
  const folder = source('two', {}, file('lib/a/x'));
  for (const order of [
    [source('one', {}, file('lib')), folder],
    [folder, source('one', {}, file('lib'))],
  ]) {
    expect(() => paths(...order)).toThrow('lay out: lib is a file of one and a folder of two');
  }
});

it('refuses a link where another source has a file', () => {
  expect(() => paths(source('one', {}, { path: 'x', link: 'y' }, file('y')), source('two', {}, file('x')))).toThrow(
    'x comes with different content from one and two',
  );
});

it('does not take names of every object for renames', () => {
  expect(paths(source('one', {}, file('constructor')))).toEqual(['constructor']);
});
