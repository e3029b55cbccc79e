import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPlaces } from '../project/bundle-data';
import { readData } from './bundle-data';
import type { Session } from './session';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-'));
  mkdirSync(join(root, 'apps/one/etc/deep'), { recursive: true });
  writeFileSync(join(root, 'apps/one/etc/deep/a.json'), '{}');
  mkdirSync(join(root, 'apps/one/etc/__pycache__'));
  writeFileSync(join(root, 'apps/one/etc/__pycache__/a.pyc'), '');
  writeFileSync(join(root, 'run.sh'), '#!/bin/sh');
});
afterEach(() => rmSync(root, { recursive: true }));

const session = (over: Partial<Session> = {}) =>
  ({
    workspaceRoot: root,
    projectRoot: 'apps/one',
    targetName: 'build',
    cached: false,
    keyedFiles: [],
    store: { root: join(root, 'store') },
    ...over,
  }) as unknown as Session;
const read = async (text: string, over?: Partial<Session>) => {
  const { data, inputs } = await readData([text], [], session(over));
  return data.flatMap(({ at }, index) => inputs[index]?.tree.entries.map((e) => ({ at, ...e, sha256: '', size: 0 })));
};

it.each([
  ['etc', { path: 'apps/one/etc', to: 'etc' }],
  ['./etc/:conf/', { path: 'apps/one/etc', to: 'conf' }],
  ['../../run.sh:bin/run', { path: 'run.sh', to: 'bin/run' }],
  ['..\\two\\x', { path: 'apps/two/x', to: 'x' }],
])('%s', (text, place) => {
  expect(dataPlaces('apps/one', [text])).toEqual([place]);
});

it('gives the executable bit by content: no key holds a mode', async () => {
  chmodSync(join(root, 'apps/one/etc/deep/a.json'), 0o755);
  chmodSync(join(root, 'run.sh'), 0o644);
  const bits = (await Promise.all(['etc', 'etc/deep/a.json', '../../run.sh'].map((text) => read(text)))).flat();
  expect(bits.map((entry) => entry && 'executable' in entry)).toEqual([false, false, true]);
});

it('takes folders, without caches, and single files', async () => {
  expect(await read('etc:conf')).toEqual([{ at: 'conf', path: 'deep/a.json', sha256: '', size: 0 }]);
  expect(await read('../../run.sh:bin/run')).toEqual([
    { at: 'bin', path: 'run', executable: true, sha256: '', size: 0 },
  ]);
  expect(await read('../../run.sh')).toMatchObject([{ at: '', path: 'run.sh' }]);
});

it.each([
  ['missing', 'there is no apps/one/missing'],
  ['../../../x', 'leads out of the workspace'],
  ['etc:runtime/etc', "cannot go to 'runtime/etc'"],
  ['etc:../etc', "cannot go to '../etc'"],
  ['etc:.', "cannot go to '.'"],
  ['etc:/etc', "cannot go to '/etc'"],
])('refuses %s', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'OPTION_INVALID', message: expect.stringContaining(message) });
});

it('refuses what no key of a cached target holds', async () => {
  await expect(read('etc', { cached: true })).rejects.toThrow('its key does not hold apps/one/etc');
  const keyedFiles = ['{projectRoot}/etc/**/*'];
  expect(await read('etc', { cached: true, keyedFiles })).toHaveLength(1);
});
