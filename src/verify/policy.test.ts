import { readElf } from './elf';
import { buildElf } from './elf.testing';
import { readMacho } from './macho';
import { buildFat, buildMacho } from './macho.testing';
import { readPe } from './pe';
import { buildPe, type PeRecipe } from './pe.testing';
import {
  compareVersions,
  firstFew,
  glibcFloor,
  isData,
  mismatch,
  platformOf,
  refuseForeign,
  refuseNewer,
} from './policy';
import type { BinaryFacts, ElfFacts } from './types';

const elf = (recipe: Parameters<typeof buildElf>[0]): ElfFacts => readElf(buildElf(recipe)) as ElfFacts;
const X64 = 0x01000007;
const pe = (recipe: PeRecipe = {}): BinaryFacts => readPe(buildPe(recipe)) as BinaryFacts;
const macho = (bytes: Buffer): BinaryFacts => readMacho(bytes) as BinaryFacts;
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

  it('knows PE and every slice of Mach-O', () => {
    const x64 = platformOf('linux-x64');
    expect(mismatch(pe(), x64)).toBe('PE for windows-x64');
    expect(mismatch(macho(buildMacho()), x64)).toBe('Mach-O for macos-arm64');
    expect(mismatch(pe({ machine: 0x14c }), platformOf('windows-x64'))).toBe('PE for windows-x86');
    expect(mismatch(pe(), platformOf('windows-x64'))).toBeUndefined();
    const fat = macho(buildFat(buildMacho({ machine: X64 }), buildMacho({ signed: true })));
    expect(mismatch(fat, x64)).toBe('Mach-O for macos-x64 and macos-arm64');
    expect(mismatch(fat, platformOf('macos-x64'))).toBeUndefined();
    expect(mismatch(fat, platformOf('macos-arm64'))).toBeUndefined();
  });

  it('wants Mach-O for macOS, signed where the CPU is arm64', () => {
    const changed = buildMacho({ signed: true });
    changed[5000] = 1;
    expect(mismatch(macho(buildMacho()), platformOf('macos-arm64'))).toBe('Mach-O without a signature');
    expect(mismatch(macho(changed), platformOf('macos-arm64'))).toBe('Mach-O that was changed after it was signed');
    expect(mismatch(macho(buildMacho({ machine: X64 })), platformOf('macos-x64'))).toBeUndefined();
    expect(mismatch(macho(buildMacho({ system: 2 })), platformOf('macos-arm64'))).toBe('Mach-O for iOS');
  });
});

describe('isData', () => {
  it.each([
    ['site/setuptools/cli-64.exe', pe(), true],
    ['py-app/site/setuptools/cli-64.exe', pe(), true],
    ['py-app/runtime/lib/site/python.exe', pe(), false],
    ['app/py_app/helper.DLL', pe(), true],
    ['site/hot.cp314-win_amd64.pyd', pe(), false],
    ['runtime/python.exe', pe(), false],
    ['site/debugpy/attach.dylib', macho(buildMacho({ machine: X64 })), true],
    ['site/hot.cpython-314-darwin.so', macho(buildMacho({ machine: X64 })), false],
    ['site/kernel.cubin', elf({ machine: 190 }), true],
    ['site/hot.exe', elf({ machine: 62 }), false],
    ['site/hot.so', elf({}), false],
  ] as const)('%s: %#', (path, facts, expected) => {
    expect(isData(path, facts, platformOf('linux-arm64'))).toBe(expected);
  });

  it.each([
    ['site/setuptools/cli-32.exe', pe({ machine: 0x14c }), true],
    ['site/debugpy/attach_x86.dll', pe({ machine: 0x14c }), true],
    ['site/hot.cp314-win32.pyd', pe({ machine: 0x14c }), false],
    ['site/debugpy/attach_linux.so', elf({ machine: 62 }), true],
    ['runtime/DLLs/x.so', elf({ machine: 62 }), false],
    ['site/setuptools/cli-64.exe', pe(), false],
  ] as const)('on Windows %s: %#', (path, facts, expected) => {
    expect(isData(path, facts, platformOf('windows-x64'))).toBe(expected);
  });

  it('is anything foreign in a wheel for every platform', () => {
    const attach = elf({ machine: 62 });
    expect(isData('site/debugpy/attach_linux_amd64.so', attach, platformOf('linux-arm64'), true)).toBe(true);
    expect(isData('site/debugpy/attach_linux_amd64.so', attach, platformOf('linux-x64'), true)).toBe(false);
    expect(isData('runtime/attach_linux_amd64.so', attach, platformOf('linux-arm64'), true)).toBe(false);
  });

  it('is not what the platform itself runs', () => {
    expect(isData('site/hot.dll', pe({ machine: 0xaa64 }), platformOf('windows-arm64'))).toBe(false);
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
  expect(caught(() => refuseNewer('glibc', binaries, '2.28'))).toMatchObject({
    code: 'VERIFY_GLIBC',
    message: '1 binary needs a newer glibc than maxGlibc=2.28',
    lines: ['b.so: glibc 2.36'],
    hint: expect.stringContaining('maxGlibc=2.36'),
  });
  expect(caught(() => refuseNewer('glibc', binaries, '2.36'))).toBeUndefined();
});

it('refuses a newer macOS and says which one would do', () => {
  const binaries = [{ path: 'a.so', macos: '11.0' }, { path: 'b.so', macos: '14.0' }, { path: 'c.so' }];
  expect(caught(() => refuseNewer('macos', binaries, '13.0'))).toMatchObject({
    code: 'VERIFY_MACOS',
    message: '1 binary needs a newer macOS than maxMacos=13.0',
    lines: ['b.so: macOS 14.0'],
    hint: expect.stringContaining('maxMacos=14.0'),
  });
  expect(caught(() => refuseNewer('macos', binaries, '14.0'))).toBeUndefined();
});

it('lists ten lines without a remark', () => {
  expect(firstFew(Array(10).fill('x'))).toEqual(Array(10).fill('x'));
});
