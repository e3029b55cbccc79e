import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { outputPlace } from './output-path';
import { awkwardFolder, writeFiles } from './script.testing';

let home: string;
let workspaceRoot: string;
beforeEach(() => {
  home = awkwardFolder();
  workspaceRoot = join(home, 'work é $(x)');
  mkdirSync(join(workspaceRoot, 'app', 'src'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const placeOf = (folder: string): string => outputPlace(folder, workspaceRoot, ['app/src']);
const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'OUTPUT_PATH_INVALID', message: expect.stringMatching(message) });

it.each(['dist/app', 'app/dist', 'app/src2', 'dist/../out', 'a b/é $(x)'])('takes %p', (folder) => {
  expect(placeOf(folder)).toBe(join(workspaceRoot, folder));
  expect(placeOf(join(workspaceRoot, folder))).toBe(join(workspaceRoot, folder));
});

it.each([
  ['the workspace', '.', /workspace itself/],
  ['outside', '../elsewhere', /outside of the workspace/],
  ['outside, absolute', '/var/tmp/kiln-never', /outside of the workspace/],
  ['a sibling with the same start', '../work é $(x)2/dist', /outside of the workspace/],
  ['the sources', 'app/src', /is the sources app\/src/],
  ['above the sources', 'app', /holds the sources app\/src/],
  ['inside the sources', 'app/src/dist', /lies in the sources app\/src/],
])('refuses %s', (_, folder, message) => {
  expect(() => placeOf(folder)).toThrow(refused(message));
});

it('refuses links that lead out, to sources, in circles or nowhere', () => {
  const place = join(workspaceRoot, 'dist', 'app');
  mkdirSync(join(workspaceRoot, 'dist'));
  for (const [target, message] of [
    [home, /outside/],
    [join(workspaceRoot, 'app', 'src'), /is the sources/],
    ['nowhere', /leads nowhere/],
    ['app', /circle/],
  ] as const) {
    symlinkSync(target, place);
    expect(() => placeOf('dist/app')).toThrow(refused(message));
    rmSync(place);
  }
  rmSync(join(workspaceRoot, 'dist'), { recursive: true });
  symlinkSync(home, join(workspaceRoot, 'dist'));
  expect(() => placeOf('dist/app')).toThrow(refused(/outside of the workspace/));
  expect(existsSync(join(home, 'app'))).toBe(false);
});

it('refuses a file where the folder or one above it should be', () => {
  writeFiles(workspaceRoot, { dist: 'file' });
  expect(() => placeOf('dist/app')).toThrow(refused(/dist is a file/));
  expect(() => placeOf('dist')).toThrow(refused(/dist is a file/));
});
