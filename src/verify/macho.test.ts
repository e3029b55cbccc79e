import { readMacho } from './macho';
import { buildFat, buildMacho } from './macho.testing';

const X64 = 0x01000007;
const ARM64 = 0x0100000c;

it('reads libraries, search paths, name and oldest macOS', () => {
  const file = buildMacho({
    libraries: ['/usr/lib/libSystem.B.dylib', '@rpath/libz.dylib'],
    weak: ['/usr/lib/libcharset.1.dylib'],
    reexported: ['/usr/lib/libobjc.A.dylib'],
    rpath: ['@loader_path/.dylibs'],
    id: '@rpath/me.dylib',
    minimum: '10.15',
  });
  expect(readMacho(file)?.slices).toEqual([
    {
      machine: ARM64,
      filetype: 8,
      libraries: [
        { path: '/usr/lib/libSystem.B.dylib', weak: false },
        { path: '@rpath/libz.dylib', weak: false },
        { path: '/usr/lib/libcharset.1.dylib', weak: true },
        { path: '/usr/lib/libobjc.A.dylib', weak: false },
      ],
      rpath: ['@loader_path/.dylibs'],
      id: '@rpath/me.dylib',
      system: 1,
      minimum: '10.15',
      signature: 'none',
    },
  ]);
});

it('reads every slice of a universal file', () => {
  const fat = buildFat(buildMacho({ machine: X64, minimum: '10.9' }), buildMacho({ signed: true }));
  expect(readMacho(fat)?.slices).toMatchObject([
    { machine: X64, minimum: '10.9', signature: 'none' },
    { machine: ARM64, minimum: '11.0', signature: 'good' },
  ]);
});

it('finds one changed byte in any signed page, and a cut off signature', () => {
  const file = buildMacho({ signed: true });
  const state = (bytes: Buffer) => readMacho(bytes)?.slices[0]?.signature;
  expect(state(file)).toBe('good');
  for (const at of [3000, 4096, 8300]) {
    const changed = Buffer.from(file);
    changed[at] = 99;
    expect(state(changed)).toBe('damaged');
  }
  // Hashes of no bytes would fit anything.
  const empty = Buffer.from(file);
  empty[file.indexOf(Buffer.from([32, 2, 0, 12, 0, 0, 0, 0]))] = 0;
  expect(state(empty)).toBe('damaged');
  expect(state(file.subarray(0, -1))).toBe('damaged');
});

it('gives up on every cut off file without an error', () => {
  const whole = buildMacho({ libraries: ['/usr/lib/libSystem.B.dylib'], rpath: ['@loader_path'] });
  for (let size = 4; size < whole.length; size += 7) {
    expect(readMacho(whole.subarray(0, size))).toBeUndefined();
  }
  const fat = buildFat(whole, whole);
  expect(readMacho(fat.subarray(0, fat.length - 1))).toBeUndefined();
});
