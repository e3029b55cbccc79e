import { closureFolder } from '../../graph/layout';
import { memoryDisk } from '../../project/disk';
import type { Slice, SlicePackage } from '../../project/types';
import { readWorkspace } from '../../project/workspace';
import { FILES, MANIFESTS } from '../../project/workspace.testing';
import { changedSlices, compareSlices, slicesOfLocks } from './slices';

const entry = (name: string, version: string, more: object = {}) =>
  ({ name, version, extras: [], markers: [], source: 'registry', ...more }) as unknown as SlicePackage;
const slice = (packages: SlicePackage[], localProjects: string[] = []): Slice => ({
  project: 'app',
  purpose: 'build',
  localProjects,
  packages,
});

it.each([
  ['a bump', [entry('click', '8.1')], [entry('click', '8.2')], ['click 8.1 → 8.2']],
  ['a new package', [], [entry('rich', '13')], ['+ rich 13']],
  ['one that is gone', [entry('rich', '13')], [], ['- rich 13']],
  ['a fork', [entry('idna', '3')], [entry('idna', '3'), entry('idna', '4')], ['idna 3 → 3 and 4']],
  ['another condition', [entry('a', '1')], [entry('a', '1', { markers: ['x'] })], ['a 1: other markers']],
  ['nothing', [entry('a', '1')], [entry('a', '1')], []],
])('says what differs: %s', (_, before, after, wanted) => {
  expect(compareSlices(slice(before), slice(after))).toEqual(wanted);
});

it('says which local projects came and went', () => {
  expect(compareSlices(slice([], ['libs/a']), slice([], ['libs/b']))).toEqual(['+ libs/b', '- libs/a']);
});

function slicesIn(files: Readonly<Record<string, string>>) {
  const disk = memoryDisk(files);
  return slicesOfLocks(readWorkspace(MANIFESTS, disk), disk);
}
const lock = FILES['uv.lock'] as string;

function changes(files: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(changedSlices(slicesIn(FILES), slicesIn(files)));
}

const file = (slice: string): string => `${closureFolder('.')}/${slice}.json`;

it('finds the readers of a bumped package in a real lock', () => {
  const bumped = lock.replace('name = "rapidfuzz"\nversion = "3.1"', 'name = "rapidfuzz"\nversion = "3.2"');
  expect(Object.keys(changes({ ...FILES, 'uv.lock': bumped }))).toEqual(expect.arrayContaining([file('app.build')]));
  expect(changes({ ...FILES, 'uv.lock': bumped })).not.toHaveProperty([file('core.build')]);
});

it('leaves build alone where only tests need the package', () => {
  const bumped = lock.replace('name = "hypothesis"\nversion = "6"', 'name = "hypothesis"\nversion = "7"');
  const found = changes({ ...FILES, 'uv.lock': bumped });
  expect(found[file('app.test')]).toEqual(['hypothesis 6 → 7']);
  expect(found).not.toHaveProperty([file('app.build')]);
});

it('takes every slice of a lock for different that cannot be read, or that is outdated', () => {
  expect(changes({ ...FILES, 'uv.lock': 'version = = 1' })[file('core.build')]?.[0]).toMatch(/TOML/);
  const core = (FILES['libs/core/pyproject.toml'] as string).replace('"idna"', '"idna>9"');
  expect(changes({ ...FILES, 'libs/core/pyproject.toml': core })[file('app.build')]).toEqual([
    'uv.lock does not match the manifests',
  ]);
});
