import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorMissing, findEmulator } from './emulator';
import { platformOf } from './policy';
import { findSysroot, sysrootPlaces, usualSysroot } from './sysroot';

const arm64 = platformOf('linux-arm64');

it('looks where Debian, Fedora and qemu keep foreign libraries', () => {
  expect(sysrootPlaces(arm64, {})).toEqual([
    '/',
    '/usr/aarch64-linux-gnu',
    '/usr/aarch64-linux-gnu/sys-root',
    '/etc/qemu-binfmt/aarch64',
    '/usr/gnemul/qemu-aarch64',
  ]);
  expect(sysrootPlaces(platformOf('linux-armv7'), {})).toContain('/usr/arm-linux-gnueabihf');
});

it('looks only where the user says', () => {
  expect(sysrootPlaces(arm64, { KILN_SYSROOT_ARM64: '/roots/arm64', KILN_SYSROOT_ARMV7: '/x' })).toEqual([
    '/roots/arm64',
  ]);
});

it('takes the first place that has the loader', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-sysroot-'));
  try {
    mkdirSync(join(folder, 'b', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'b', 'lib', 'ld.so'), '');
    expect(findSysroot('/lib/ld.so', [join(folder, 'a'), join(folder, 'b')], arm64)).toBe(join(folder, 'b'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('finds the C library for what a static program starts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-sysroot-'));
  try {
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib', 'ld-linux-aarch64.so.1'), '');
    expect(usualSysroot(['/nowhere', folder], arm64)).toBe(folder);
    expect(usualSysroot([folder], platformOf('linux-x64'))).toBeUndefined();
    expect(usualSysroot([folder], platformOf('linux-arm64-musl'))).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('names the packages where none has it', () => {
  expect(() => findSysroot('/lib/ld-kiln.so', ['/nowhere'], arm64)).toThrow(
    expect.objectContaining({
      code: 'EMULATOR_MISSING',
      lines: ['looked in /nowhere'],
      hint: expect.stringContaining('apt-get install libc6-arm64-cross libgcc-s1-arm64-cross'),
    }),
  );
});

it('says what cannot be run here, and what can be done', () => {
  expect(findEmulator('linux-arm64', { PATH: '/nowhere' })).toBeUndefined();
  expect(findEmulator('windows-x64', { PATH: '/usr/bin' })).toBeUndefined();
  expect(emulatorMissing(arm64, 'linux-x64').hint).toContain('apt-get install qemu-user-static');
  expect(emulatorMissing(arm64, 'macos-arm64').hint).toMatch(
    /^run this target on linux-arm64, or set minimumLevel=linked/,
  );
  expect(emulatorMissing(platformOf('macos-x64'), 'linux-x64').message).toContain('no emulator');
  expect(emulatorMissing(platformOf('windows-x64'), 'linux-x64').hint).toContain('apt-get install wine');
});
