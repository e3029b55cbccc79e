import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashInstalled, kilnIndexNode, kilnPluginNode } from './kiln-plugin';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'kiln-plugin-'));
  mkdirSync(join(base, 'src'));
  writeFileSync(join(base, 'src', 'a.js'), 'one');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('follows content, not time', () => {
  const before = hashInstalled(base);
  utimesSync(join(base, 'src', 'a.js'), 1, 1);
  expect(hashInstalled(base)).toBe(before);
  writeFileSync(join(base, 'src', 'a.js'), 'two!');
  expect(hashInstalled(base)).not.toBe(before);
});

it('passes over what makes no artefact', () => {
  const before = hashInstalled(base);
  writeFileSync(join(base, 'src', 'a.d.ts'), 'x');
  writeFileSync(join(base, 'package.json'), '{}');
  expect(hashInstalled(base)).toBe(before);
  mkdirSync(join(base, 'launcher'));
  writeFileSync(join(base, 'launcher', 'linux-x64'), 'x');
  expect(hashInstalled(base)).not.toBe(before);
});

it('names what is installed', () => {
  expect(kilnPluginNode()).toMatchObject({
    name: 'kiln:plugin',
    data: {
      packageName: 'nx-kiln',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
});

it('moves the index by its version alone: no key may follow where names lead', () => {
  const [a, b] = [kilnIndexNode(['a']), kilnIndexNode(['b'])];
  expect(a.data.version).not.toBe(b.data.version);
  expect(a.data.hash).toBe(b.data.hash);
});
