import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from '../plan/plan.testing';
import { dressFor } from './program-resources';
import type { Session } from './session';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'icon-'));
  mkdirSync(join(root, 'apps/one'), { recursive: true });
  writeFileSync(join(root, 'apps/one/there.ico'), '');
});
afterEach(() => rmSync(root, { recursive: true }));

const dress = (icon: string | undefined, { os = 'windows', cached = true }: { os?: string; cached?: boolean } = {}) => {
  const session = { workspaceRoot: root, projectRoot: 'apps/one', targetName: 'build', cached, keyedFiles: [] };
  return dressFor(project(), { name: 'tool' }, icon, { os: os as 'windows' }, session as unknown as Session);
};

it.each([
  ['gone.ico', 'icon: apps/one/gone.ico cannot be read'],
  ['../../../x.ico', "icon: '../../../x.ico' leads out of the workspace"],
  ['there.ico', 'its key does not hold apps/one/there.ico'],
])('refuses %s: what is wrong with the file first, then that no key has it', (icon, message) => {
  expect(() => dress(icon)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  expect(() => dress(icon)).toThrow(message);
});

it('dresses programs for Windows, with an icon or without, and no others', () => {
  expect(dress('there.ico', { cached: false })).toBeInstanceOf(Function);
  expect(dress(undefined)).toBeInstanceOf(Function);
  expect(dress('gone.ico', { os: 'linux' })).toBeUndefined();
});
