import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../engine/canonical';
import { assertUnchanged } from './unchanged';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unchanged-'));
  mkdirSync(join(root, 'dist/app'), { recursive: true });
  writeFileSync(join(root, 'dist/app/run'), 'run');
  writeFileSync(join(root, 'dist/app/data'), 'data');
  symlinkSync('data', join(root, 'dist/app/link'));
});
afterEach(() => rmSync(root, { recursive: true }));

const files = [
  { path: 'app/data', sha256: sha256('data'), size: 4 },
  { path: 'app/link', link: 'data' },
  { path: 'app/run', sha256: sha256('run'), size: 3, executable: true as const },
];
const check = () => assertUnchanged(root, 'dist', files);

it('takes what is as it was built; what a start has written beside it does not matter', async () => {
  writeFileSync(join(root, 'dist/app/log.txt'), 'started');
  await expect(check()).resolves.toBeUndefined();
});

it.each([
  ['another content', () => writeFileSync(join(root, 'dist/app/data'), 'Data'), 'dist/app/data'],
  ['a lost file', () => rmSync(join(root, 'dist/app/run')), 'dist/app/run'],
  [
    'another link',
    () => {
      rmSync(join(root, 'dist/app/link'));
      symlinkSync('run', join(root, 'dist/app/link'));
    },
    'dist/app/link',
  ],
])('refuses %s: a record would be of another artefact', async (_, change, path) => {
  change();
  await expect(check()).rejects.toMatchObject({
    code: 'OUTPUT_MISSING',
    message: `${path} is not as it was built`,
    hint: 'build it again: what is recorded is about the artefact that kiln.json describes',
  });
});
