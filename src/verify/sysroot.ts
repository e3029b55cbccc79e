/** Where a host keeps another platform's loader and C library, which emulated programs need. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';

/** Debian's names of CPUs, in its packages of foreign libraries. */
const DEBIAN_CPU: Readonly<Record<Platform['cpu'], string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  armv7: 'armhf',
  ppc64le: 'ppc64el',
  s390x: 's390x',
  riscv64: 'riscv64',
};

/** Loaders of glibc, as programs name them. */
const GLIBC_LOADER: Readonly<Record<Platform['cpu'], string>> = {
  x64: '/lib64/ld-linux-x86-64.so.2',
  arm64: '/lib/ld-linux-aarch64.so.1',
  armv7: '/lib/ld-linux-armhf.so.3',
  ppc64le: '/lib64/ld64.so.2',
  s390x: '/lib/ld64.so.1',
  riscv64: '/lib/ld-linux-riscv64-lp64d.so.1',
};

/** `KILN_SYSROOT_ARM64`: a folder that holds `lib/ld-linux-aarch64.so.1` and the C library. */
export function sysrootVariable({ cpu }: Platform): string {
  return `KILN_SYSROOT_${cpu.toUpperCase()}`;
}

/**
 * Folders that may hold them, best first; `/` is a host with foreign packages installed side by side.
 * The user's own folder, where one is set, is the only one: a wrong value must not go unnoticed.
 */
export function sysrootPlaces(platform: Platform, env: NodeJS.ProcessEnv): string[] {
  const own = env[sysrootVariable(platform)];
  if (own) {
    return [own];
  }
  // Debian's triple is zig's without the glibc version.
  const triple = platform.zig.replace(/\.[\d.]+$/, '');
  return [
    '/',
    // Debian's and Ubuntu's cross packages; Fedora's; Gentoo's and qemu's own default.
    ...[`/usr/${triple}`, `/usr/${triple}/sys-root`],
    ...(platform.qemu ? [`/etc/qemu-binfmt/${platform.qemu.name}`, `/usr/gnemul/qemu-${platform.qemu.name}`] : []),
  ];
}

/**
 * For a program that names no loader and may start one that does, as a one-file application starts what it unpacked.
 * @returns undefined where no place has the C library: most such programs need none
 */
export function usualSysroot(places: readonly string[], { cpu, libc }: Platform): string | undefined {
  return libc === 'gnu' ? places.find((place) => existsSync(join(place, GLIBC_LOADER[cpu]))) : undefined;
}

/**
 * @param interpreter the loader that a program names, `/lib/ld-linux-aarch64.so.1`
 * @throws KilnError EMULATOR_MISSING when no place has it, with the packages that bring it
 */
export function findSysroot(interpreter: string, places: readonly string[], platform: Platform): string {
  const found = places.find((place) => existsSync(join(place, interpreter)));
  if (found) {
    return found;
  }
  const cpu = DEBIAN_CPU[platform.cpu];
  throw new KilnError('EMULATOR_MISSING', `the C library of ${platform.id} is not installed here (${interpreter})`, {
    lines: places.map((place) => `looked in ${place}`),
    // Compiled packages may need libgcc and libstdc++, which a glibc system always has.
    hint:
      platform.libc === 'musl'
        ? `set ${sysrootVariable(platform)} to a folder that holds it`
        : `apt-get install libc6-${cpu}-cross libgcc-s1-${cpu}-cross libstdc++6-${cpu}-cross (Debian, Ubuntu), or set ${sysrootVariable(platform)} to a folder that holds it`,
  });
}
