import { readElf } from './elf';
import { buildElf } from './elf.testing';
import {
  compareVersions,
  firstFew,
  glibcFloor,
  isData,
  mismatch,
  platformOf,
  refuseForeign,
  refuseNewGlibc,
} from './policy';
import type { BinaryFacts, ElfFacts } from './types';

const elf = (recipe: Parameters<typeof buildElf>[0]): ElfFacts => readElf(buildElf(recipe)) as ElfFacts;
const caught = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

it('compares versions by number', () => {
  expect(['2.17', '2.4', '2.17.1', '2.36', '2'].sort(compareVersions)).toEqual(['2', '2.4', '2.17', '2.17.1', '2.36']);
});

it('finds the glibc floor', () => {
  expect(glibcFloor(['libc.so.6:GLIBC_2.4', 'libm.so.6:GLIBC_2.29', 'libc.so.6:GLIBC_2.17'])).toBe('2.29');
  expect(glibcFloor(['ld-linux.so.2:GLIBC_PRIVATE', 'libstdc++.so.6:GLIBCXX_3.4.30'])).toBeUndefined();
  expect(glibcFloor(['libc.so.6:GLIBC_2.2.5', 'libc.so.6:GLIBC_ABI_DT_RELR'])).toBe('2.36');
  expect(glibcFloor([])).toBeUndefined();
});

describe('mismatch', () => {
  const glibc = { needed: ['libc.so.6'] };
  const musl = { needed: ['libc.musl-aarch64.so.1'] };
  it.each([
    ['linux-arm64', glibc, undefined],
    ['linux-arm64', {}, undefined],
    ['linux-arm64', { machine: 62 }, 'ELF for linux-x64'],
    ['linux-arm64', { machine: 3, bits: 32 }, 'ELF for i386'],
    ['linux-arm64', { machine: 40, bits: 32 }, 'ELF for linux-armv7'],
    ['linux-arm64', { endian: 'big' }, 'ELF for machine 183, 64 bits, big endian'],
    ['linux-x64', { machine: 62, bits: 32 }, 'ELF for machine 62, 32 bits, little endian'],
    ['linux-arm64', musl, 'ELF for musl'],
    ['linux-arm64', { interpreter: '/lib/ld-musl-aarch64.so.1' }, 'ELF for musl'],
    ['linux-arm64-musl', glibc, 'ELF for glibc'],
    ['linux-arm64-musl', musl, undefined],
    ['linux-armv7', { machine: 40, bits: 32, flags: 0x5000400 }, undefined],
    ['linux-armv7', { machine: 40, bits: 32, flags: 0x5000200 }, 'ELF for ARM with soft float'],
    ['linux-s390x', { machine: 22, endian: 'big' }, undefined],
    ['windows-x64', { machine: 62 }, 'ELF for linux-x64'],
  ] as const)('%s with %j: %s', (platform, recipe, expected) => {
    expect(mismatch(elf(recipe), platformOf(platform))).toBe(expected);
  });

  it('knows PE and Mach-O by their headers', () => {
    const x64 = platformOf('linux-x64');
    expect(mismatch({ format: 'pe', machine: 0x8664 }, x64)).toBe('PE for windows-x64');
    expect(mismatch({ format: 'macho', machine: 0x0100000c }, x64)).toBe('Mach-O for macos-arm64');
    expect(mismatch({ format: 'pe', machine: 0x14c }, platformOf('windows-x64'))).toBe('PE for machine 332');
    expect(mismatch({ format: 'pe', machine: 0x8664 }, platformOf('windows-x64'))).toBeUndefined();
  });
});

describe('isData', () => {
  const pe: BinaryFacts = { format: 'pe', machine: 0x8664 };
  it.each([
    ['site/setuptools/cli-64.exe', pe, true],
    ['py-app/site/setuptools/cli-64.exe', pe, true],
    ['py-app/runtime/lib/site/python.exe', pe, false],
    ['app/py_app/helper.DLL', pe, true],
    ['site/hot.cp314-win_amd64.pyd', pe, false],
    ['runtime/python.exe', pe, false],
    ['site/debugpy/attach.dylib', { format: 'macho', machine: 0x01000007 }, true],
    ['site/hot.cpython-314-darwin.so', { format: 'macho', machine: 0x01000007 }, false],
    ['site/kernel.cubin', elf({ machine: 190 }), true],
    ['site/hot.exe', elf({ machine: 62 }), false],
  ] as const)('%s: %#', (path, facts, expected) => {
    expect(isData(path, facts, platformOf('linux-arm64'))).toBe(expected);
  });

  it('is not what the platform itself runs', () => {
    expect(isData('site/hot.dll', pe, platformOf('windows-arm64'))).toBe(false);
  });
});

it('refuses foreign binaries with up to ten of them', () => {
  const refused = Array.from({ length: 12 }, (_, i) => ({ path: `site/m${i}.so`, found: 'ELF for linux-x64' }));
  const lines = [...refused.slice(0, 10).map(({ path }) => `${path}: ELF for linux-x64`), '… and 2 more'];
  expect(caught(() => refuseForeign(refused, 'linux-arm64'))).toMatchObject({
    code: 'VERIFY_PLATFORM',
    message: '12 binaries are not for linux-arm64',
    lines,
  });
  expect(caught(() => refuseForeign([], 'linux-arm64'))).toBeUndefined();
});

it('refuses a newer glibc and says which one would do', () => {
  const binaries = [{ path: 'a.so', glibc: '2.4' }, { path: 'b.so', glibc: '2.36' }, { path: 'c.so' }];
  expect(caught(() => refuseNewGlibc(binaries, '2.28'))).toMatchObject({
    code: 'VERIFY_GLIBC',
    message: '1 binary needs a newer glibc than maxGlibc=2.28',
    lines: ['b.so: glibc 2.36'],
    hint: expect.stringContaining('maxGlibc=2.36'),
  });
  expect(caught(() => refuseNewGlibc(binaries, '2.36'))).toBeUndefined();
});

it('lists ten lines without a remark', () => {
  expect(firstFew(Array(10).fill('x'))).toEqual(Array(10).fill('x'));
});
