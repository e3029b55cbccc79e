import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPe } from '../../src/verify/pe';
import { buildPe } from '../../src/verify/pe.testing';
import { host, needed, ROOT } from '../launcher.testing';
import { buildStub, layBundle, pack, scratchFolder } from './onefile.testing';

jest.setTimeout(300_000);

/** Of the optional header. */
const CHECKSUM = 64;

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

test('a program for Windows has a console where its launcher has one', () => {
  const folder = join(root, 'windows');
  const file = join(root, 'windows-stub');
  layBundle(folder, {
    'tool.exe': buildPe({ subsystem: 2, timestamp: 1 }),
    'console.exe': buildPe({ subsystem: 3, timestamp: 2 }),
  });
  const plain = buildPe({ subsystem: 3 });
  plain.writeUInt32LE(0x1234, plain.readUInt32LE(0x3c) + 24 + CHECKSUM);
  writeFileSync(file, plain);
  pack(folder, file, join(root, 'packed', 'tool.exe'), ['stub', 'console.exe']);
  const packed = ['tool.exe', 'console.exe'].map((name) => readFileSync(join(root, 'packed', name)));
  expect(packed.map((bytes) => readPe(bytes)?.subsystem)).toEqual([2, 3]);
  expect(packed.map((bytes) => bytes.readUInt32LE(bytes.readUInt32LE(0x3c) + 24 + CHECKSUM))).toEqual([0, 0]);
});

test('a name that has no room is refused', () => {
  layBundle(join(root, 'long'));
  const long = join(root, 'packed', 'n'.repeat(169));
  expect(() => pack(join(root, 'long'), stub, long)).toThrow('cannot have names this long');
});
