import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { host, needed, ROOT } from '../launcher.testing';
import { buildStub, layBundle, pack, scratchFolder } from './onefile.testing';

jest.setTimeout(300_000);

let root: string;
let stub: string;
beforeAll(() => {
  root = scratchFolder();
  stub = buildStub(ROOT, join(root, 'here'));
});
afterAll(() => rmSync(root, { recursive: true }));

test('the stub is the same from another directory', () => {
  const copy = join(root, 'a copy', 'of the checkout');
  for (const part of ['launcher/onefile', 'scripts']) {
    mkdirSync(join(copy, part), { recursive: true });
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  expect(readFileSync(buildStub(copy, join(root, 'there'))).equals(readFileSync(stub))).toBe(true);
});

test('the stub is small, for its CPU, needs no library and holds no path, but the licence of what is in it', () => {
  const bytes = readFileSync(stub);
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
  expect(bytes.readUInt16LE(18)).toBe(host().binary.machine);
  expect(bytes.length).toBeLessThan(256 * 1024);
  const text = bytes.toString('latin1');
  const unwanted = [ROOT, root, needed('KILN_TEST_ZIG_CACHE'), 'ziglang', 'libc.so', 'ld-linux'];
  expect(unwanted.filter((part) => text.includes(part))).toEqual([]);
  expect(text.includes('Copyright (c) Meta Platforms')).toBe(true);
});

test('one file is the same from two folders', () => {
  const programs = ['one', 'another'].map((name) => {
    layBundle(join(root, name, 'bundle'));
    pack(join(root, name, 'bundle'), stub, join(root, name, 'tool'));
    return readFileSync(join(root, name, 'tool'));
  });
  expect(programs[0]?.equals(programs[1] as Buffer)).toBe(true);
});

test('a name that the index cannot hold is refused', () => {
  layBundle(join(root, 'odd'), { 'app/a\tb': '' });
  expect(() => pack(join(root, 'odd'), stub, join(root, 'odd-tool'))).toThrow('tabs and line ends are not possible');
});
