/** What an artefact's binaries may be, judged from their facts alone. */
import type { Entry } from '../engine/types';
import { KilnError } from '../model/errors';
import { PLATFORMS, type Platform, type PlatformId, type PlatformRow, platformById } from '../model/platforms';
import { FORMAT_NAMES } from './read-binary';
import type { BinaryFacts, ElfFacts, MachoFacts, MachoSlice } from './types';

/** A binary that must not be where it is, with what it is in words. */
export interface Refused {
  readonly path: string;
  readonly found: string;
}

/** CPUs that Kiln builds for stand in the table of platforms; these are only met in files that came by mistake. */
const OTHER_MACHINES: Readonly<Record<number, string>> = { 3: 'i386', 8: 'MIPS', 20: 'PowerPC', 258: 'LoongArch' };
const NO_MACHINES: Readonly<Record<number, string>> = {};
const OTHER_PE_MACHINES: Readonly<Record<number, string>> = { 0x14c: 'windows-x86', 0x1c4: 'windows-arm' };
/** Code that a program loads into a device or the kernel: the same file on every CPU. CUDA, AMD GPU, BPF. */
const DEVICE_MACHINES: readonly number[] = [190, 224, 247];
/** Where packages carry launchers and helpers for other systems as data: setuptools, distlib, debugpy. An artefact has its folder first. */
export const PACKAGES = /^(?:[^/]+\/)?(?:app|site)\//;
/** Names under which no Python imports an extension; what Windows does not import on top of them. */
const DATA_FILE = /\.(?:exe|dll|dylib)$/i;
const WINDOWS_DATA_FILE = /\.(?:exe|dll|dylib|so(?:\.\d+)*)$/i;
const MACOS = 1;
const APPLE_SYSTEMS: Readonly<Record<number, string>> = {
  2: 'iOS',
  3: 'tvOS',
  4: 'watchOS',
  6: 'Mac Catalyst',
  7: 'the iOS simulator',
};
const SOFT_FLOAT = 0x200;
const LISTED = 10;

/** Orders dotted numbers: `2.4` < `2.17`. Parts that are absent count as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/**
 * The oldest glibc that has every symbol version asked for.
 * @param versions `libc.so.6:GLIBC_2.17`, as ElfFacts has them
 * @returns `2.17`; undefined when no version of glibc is asked for
 */
export function glibcFloor(versions: readonly string[]): string | undefined {
  return versions
    .flatMap((entry) => {
      const version = entry.slice(entry.indexOf(':') + 1);
      // Packed relocations have a version of their own, which glibc 2.36 brought.
      return version === 'GLIBC_ABI_DT_RELR' ? ['2.36'] : (/^GLIBC_(\d+(?:\.\d+)*)$/.exec(version)?.slice(1, 2) ?? []);
    })
    .sort(compareVersions)
    .at(-1);
}

/**
 * Whether a binary that is not right for a platform is only data there: code for a device, a program of another system
 * among packages, anything of a wheel that says it is for every platform (it chooses at run time).
 */
export function isData(path: string, facts: BinaryFacts, platform: Platform, universal = false): boolean {
  if (facts.format === 'elf' && DEVICE_MACHINES.includes(facts.machine)) {
    return true;
  }
  if (!PACKAGES.test(path) || mismatch(facts, platform) === undefined) {
    return false;
  }
  if (platform.os === 'windows') {
    return universal || WINDOWS_DATA_FILE.test(path);
  }
  return universal || (facts.format !== platform.binary.format && facts.format !== 'elf' && DATA_FILE.test(path));
}

/** What is wrong with a binary on a platform, in words; undefined when it is right. */
export function mismatch(facts: BinaryFacts, platform: Platform): string | undefined {
  switch (facts.format) {
    case 'elf':
      return elfMismatch(facts, platform);
    case 'pe':
      return platform.binary.format === 'pe' && facts.machine === platform.binary.machine
        ? undefined
        : binaryInWords(facts);
    case 'macho':
      return machoMismatch(facts, platform);
  }
}

function elfMismatch(facts: ElfFacts, platform: Platform): string | undefined {
  const { format, machine, bits, endian } = platform.binary;
  if (format !== 'elf' || facts.machine !== machine || facts.bits !== bits || facts.endian !== endian) {
    return binaryInWords(facts);
  }
  if (platform.id === 'linux-armv7' && facts.flags & SOFT_FLOAT) {
    return 'ELF for ARM with soft float';
  }
  const libc = libcOf(facts);
  return libc && libc !== platform.libc ? `ELF for ${libc === 'gnu' ? 'glibc' : 'musl'}` : undefined;
}

/** An arm64 Mac ends a program whose pages have not the hashes that its signature lists, or that has none. */
function machoMismatch(facts: MachoFacts, platform: Platform): string | undefined {
  const slice = sliceFor(facts, platform);
  if (!slice) {
    return binaryInWords(facts);
  }
  if (slice.system !== undefined && slice.system !== MACOS) {
    return `Mach-O for ${APPLE_SYSTEMS[slice.system] ?? `Apple's system ${slice.system}`}`;
  }
  if (platform.cpu !== 'arm64' || slice.signature === 'good') {
    return undefined;
  }
  return slice.signature === 'none' ? 'Mach-O without a signature' : 'Mach-O that was changed after it was signed';
}

/** The part of a Mach-O file that a platform's loader takes; undefined where it has none. */
export function sliceFor({ slices }: MachoFacts, { binary }: Platform): MachoSlice | undefined {
  return binary.format === 'macho' ? slices.find(({ machine }) => machine === binary.machine) : undefined;
}

/** @throws KilnError VERIFY_PLATFORM that lists up to ten files, when there are any */
export function refuseForeign(refused: readonly Refused[], platform: PlatformId): void {
  if (refused.length > 0) {
    const which = refused.length === 1 ? '1 binary is' : `${refused.length} binaries are`;
    throw new KilnError('VERIFY_PLATFORM', `${which} not for ${platform}`, {
      lines: firstFew(refused.map(({ path, found }) => `${path}: ${found}`)),
      hint: `such a file usually comes from a wheel or an extension that was made for this machine and not for ${platform}: look for compiled files among the project's sources, and for packages that are installed by path`,
    });
  }
}

/** @throws KilnError VERIFY_PLATFORM for symbolic links where a user cannot make them: archives with links do not unpack */
export function refuseLinks(entries: readonly Entry[], { os, id }: Platform): void {
  const links = os === 'windows' ? entries.filter((entry) => 'link' in entry) : [];
  if (links.length > 0) {
    throw new KilnError('VERIFY_PLATFORM', `symbolic links are not for ${id}: only administrators can make them`, {
      lines: firstFew(links.map(({ path }) => path)),
      hint: 'replace them by copies of what they lead to',
    });
  }
}

/** What of a system may be too old for a binary. */
const LIMITS = {
  glibc: { code: 'VERIFY_GLIBC', name: 'glibc', option: 'maxGlibc' },
  macos: { code: 'VERIFY_MACOS', name: 'macOS', option: 'maxMacos' },
} as const;

/** @throws KilnError VERIFY_GLIBC, VERIFY_MACOS that lists up to ten files, when one asks for a newer system than allowed */
export function refuseNewer(
  what: keyof typeof LIMITS,
  binaries: readonly { readonly path: string; readonly glibc?: string; readonly macos?: string }[],
  limit: string,
): void {
  const { code, name, option } = LIMITS[what];
  const newer = binaries.flatMap(({ path, [what]: version }) =>
    version && compareVersions(version, limit) > 0 ? [{ path, version }] : [],
  );
  const [newest] = newer.map(({ version }) => version).sort((a, b) => compareVersions(b, a));
  if (newest) {
    const which = newer.length === 1 ? '1 binary needs' : `${newer.length} binaries need`;
    throw new KilnError(code, `${which} a newer ${name} than ${option}=${limit}`, {
      lines: firstFew(newer.map(({ path, version }) => `${path}: ${name} ${version}`)),
      hint: `set ${option}=${newest} if the machines that run it have that ${name}, or take a version of the package with older wheels`,
    });
  }
}

/** The first ten lines, and how many more there are. */
export function firstFew(lines: readonly string[]): string[] {
  const more = lines.length - LISTED;
  return more > 0 ? [...lines.slice(0, LISTED), `… and ${more} more`] : [...lines];
}

/** `ELF for linux-x64`, `PE for windows-arm64`, `ELF for i386`, `Mach-O for macos-x64 and macos-arm64`. */
export function binaryInWords(facts: BinaryFacts): string {
  const machines = facts.format === 'macho' ? facts.slices.map(({ machine }) => machine) : [facts.machine];
  return `${FORMAT_NAMES[facts.format]} for ${machines.map((machine) => machineInWords(facts, machine)).join(' and ')}`;
}

function machineInWords(facts: BinaryFacts, machine: number): string {
  const rows: readonly PlatformRow[] = PLATFORMS;
  const row = rows.find(
    ({ binary }) =>
      binary.format === facts.format &&
      binary.machine === machine &&
      (facts.format !== 'elf' || (binary.bits === facts.bits && binary.endian === facts.endian)),
  );
  const other = { elf: OTHER_MACHINES, pe: OTHER_PE_MACHINES, macho: NO_MACHINES }[facts.format][machine];
  const width = facts.format === 'elf' ? `, ${facts.bits} bits, ${facts.endian} endian` : '';
  return row?.id ?? other ?? `machine ${machine}${width}`;
}

/** @throws Error for an id that the type excludes */
export function platformOf(id: PlatformId): Platform {
  const platform = platformById(id);
  if (!platform) {
    throw new Error(`no platform ${id}`);
  }
  return platform;
}

/** Which C library a binary is linked to; undefined for static ones and plain data. */
function libcOf({ needed, interpreter = '' }: ElfFacts): 'gnu' | 'musl' | undefined {
  if (needed.some((name) => /^(libc\.musl-|ld-musl-)/.test(name)) || /\/ld-musl-/.test(interpreter)) {
    return 'musl';
  }
  return needed.includes('libc.so.6') ? 'gnu' : undefined;
}
