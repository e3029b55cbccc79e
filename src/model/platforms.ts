/** The one table of platforms. Nothing else in the code spells an OS, a CPU, a libc or an alias of one. */

export interface PlatformRow {
  readonly id: string;
  readonly os: 'linux' | 'macos' | 'windows';
  readonly cpu: 'x64' | 'arm64' | 'armv7' | 'ppc64le' | 's390x' | 'riscv64';
  readonly libc?: 'gnu' | 'musl';
  /** Other spellings that users know: Debian, Rust, wheel tags, cibuildwheel. */
  readonly aliases: readonly string[];
  /** Key fragment of uv's interpreters, `cpython-X.Y.Z-<this>`. Source: `uv python list --all-platforms`. */
  readonly uvPython: string;
  /** `--python-platform` values of uv by glibc floor; absent where uv cannot install for the platform. */
  readonly uvPlatform?: string;
  /** `zig cc -target`; the glibc floor is part of it. */
  readonly zig: string;
  /** Machine field and word size of its binaries. Source: ELF e_machine, PE Machine, Mach-O cputype. */
  readonly binary: {
    readonly format: 'elf' | 'pe' | 'macho';
    readonly machine: number;
    readonly bits: 32 | 64;
    readonly endian: 'little' | 'big';
  };
  /** qemu-user's name and the CPU model to ask for (its default model makes Python eight times slower). */
  readonly qemu?: { readonly name: string; readonly cpu: string };
  /** Node's process.platform and process.arch. */
  readonly node?: { readonly platform: string; readonly arch: string };
  /** CPU part of wheel platform tags, `manylinux_2_17_<this>`. */
  readonly wheelCpu: string;
  /** What Kiln can do with the platform today. */
  readonly state: 'built' | 'planned';
}

export const PLATFORMS = [
  {
    id: 'linux-x64',
    os: 'linux',
    cpu: 'x64',
    libc: 'gnu',
    aliases: ['x64', 'amd64', 'x86_64', 'x86-64', 'linux_x86_64', 'manylinux_x86_64'],
    uvPython: 'linux-x86_64-gnu',
    uvPlatform: 'x86_64-manylinux',
    zig: 'x86_64-linux-gnu.2.17',
    binary: { format: 'elf', machine: 62, bits: 64, endian: 'little' },
    qemu: { name: 'x86_64', cpu: 'max' },
    node: { platform: 'linux', arch: 'x64' },
    wheelCpu: 'x86_64',
    state: 'built',
  },
  {
    id: 'linux-arm64',
    os: 'linux',
    cpu: 'arm64',
    libc: 'gnu',
    aliases: ['arm64', 'aarch64', 'linux_aarch64', 'manylinux_aarch64'],
    uvPython: 'linux-aarch64-gnu',
    uvPlatform: 'aarch64-manylinux',
    zig: 'aarch64-linux-gnu.2.17',
    binary: { format: 'elf', machine: 183, bits: 64, endian: 'little' },
    qemu: { name: 'aarch64', cpu: 'cortex-a72' },
    node: { platform: 'linux', arch: 'arm64' },
    wheelCpu: 'aarch64',
    state: 'built',
  },
  {
    id: 'linux-armv7',
    os: 'linux',
    cpu: 'armv7',
    libc: 'gnu',
    aliases: ['armv7', 'armv7l', 'armhf', 'linux_armv7l', 'manylinux_armv7l'],
    uvPython: 'linux-armv7-gnueabihf',
    zig: 'arm-linux-gnueabihf.2.17',
    binary: { format: 'elf', machine: 40, bits: 32, endian: 'little' },
    qemu: { name: 'arm', cpu: 'cortex-a15' },
    node: { platform: 'linux', arch: 'arm' },
    wheelCpu: 'armv7l',
    state: 'planned',
  },
  {
    id: 'linux-x64-musl',
    os: 'linux',
    cpu: 'x64',
    libc: 'musl',
    aliases: ['musllinux_x86_64', 'alpine-x64'],
    uvPython: 'linux-x86_64-musl',
    uvPlatform: 'x86_64-unknown-linux-musl',
    zig: 'x86_64-linux-musl',
    binary: { format: 'elf', machine: 62, bits: 64, endian: 'little' },
    wheelCpu: 'x86_64',
    state: 'planned',
  },
  {
    id: 'linux-arm64-musl',
    os: 'linux',
    cpu: 'arm64',
    libc: 'musl',
    aliases: ['musllinux_aarch64', 'alpine-arm64'],
    uvPython: 'linux-aarch64-musl',
    uvPlatform: 'aarch64-unknown-linux-musl',
    zig: 'aarch64-linux-musl',
    binary: { format: 'elf', machine: 183, bits: 64, endian: 'little' },
    qemu: { name: 'aarch64', cpu: 'cortex-a72' },
    wheelCpu: 'aarch64',
    state: 'planned',
  },
  {
    id: 'linux-ppc64le',
    os: 'linux',
    cpu: 'ppc64le',
    libc: 'gnu',
    aliases: ['ppc64le', 'ppc64el', 'linux_ppc64le', 'manylinux_ppc64le'],
    uvPython: 'linux-powerpc64le-gnu',
    zig: 'powerpc64le-linux-gnu.2.19',
    binary: { format: 'elf', machine: 21, bits: 64, endian: 'little' },
    qemu: { name: 'ppc64le', cpu: 'power9' },
    node: { platform: 'linux', arch: 'ppc64' },
    wheelCpu: 'ppc64le',
    state: 'planned',
  },
  {
    id: 'linux-s390x',
    os: 'linux',
    cpu: 's390x',
    libc: 'gnu',
    aliases: ['s390x', 'linux_s390x', 'manylinux_s390x'],
    uvPython: 'linux-s390x-gnu',
    zig: 's390x-linux-gnu.2.17',
    binary: { format: 'elf', machine: 22, bits: 64, endian: 'big' },
    qemu: { name: 's390x', cpu: 'max' },
    node: { platform: 'linux', arch: 's390x' },
    wheelCpu: 's390x',
    state: 'planned',
  },
  {
    id: 'linux-riscv64',
    os: 'linux',
    cpu: 'riscv64',
    libc: 'gnu',
    aliases: ['riscv64', 'linux_riscv64', 'manylinux_riscv64'],
    uvPython: 'linux-riscv64gc-gnu',
    zig: 'riscv64-linux-gnu.2.31',
    binary: { format: 'elf', machine: 243, bits: 64, endian: 'little' },
    qemu: { name: 'riscv64', cpu: 'max' },
    node: { platform: 'linux', arch: 'riscv64' },
    wheelCpu: 'riscv64',
    state: 'planned',
  },
  {
    id: 'windows-x64',
    os: 'windows',
    cpu: 'x64',
    aliases: ['windows', 'win', 'win64', 'win32', 'win_amd64', 'windows-amd64'],
    uvPython: 'windows-x86_64-none',
    uvPlatform: 'x86_64-pc-windows-msvc',
    zig: 'x86_64-windows-gnu',
    binary: { format: 'pe', machine: 0x8664, bits: 64, endian: 'little' },
    node: { platform: 'win32', arch: 'x64' },
    wheelCpu: 'amd64',
    state: 'built',
  },
  {
    id: 'windows-arm64',
    os: 'windows',
    cpu: 'arm64',
    aliases: ['win_arm64'],
    uvPython: 'windows-aarch64-none',
    uvPlatform: 'aarch64-pc-windows-msvc',
    zig: 'aarch64-windows-gnu',
    binary: { format: 'pe', machine: 0xaa64, bits: 64, endian: 'little' },
    node: { platform: 'win32', arch: 'arm64' },
    wheelCpu: 'arm64',
    state: 'planned',
  },
  {
    id: 'macos-x64',
    os: 'macos',
    cpu: 'x64',
    aliases: ['darwin-x64', 'macosx_x86_64', 'macos-x86_64'],
    uvPython: 'macos-x86_64-none',
    uvPlatform: 'x86_64-apple-darwin',
    zig: 'x86_64-macos.11.0',
    binary: { format: 'macho', machine: 0x01000007, bits: 64, endian: 'little' },
    node: { platform: 'darwin', arch: 'x64' },
    wheelCpu: 'x86_64',
    state: 'built',
  },
  {
    id: 'macos-arm64',
    os: 'macos',
    cpu: 'arm64',
    aliases: ['macos', 'darwin', 'osx', 'darwin-arm64', 'macosx_arm64'],
    uvPython: 'macos-aarch64-none',
    uvPlatform: 'aarch64-apple-darwin',
    zig: 'aarch64-macos.11.0',
    binary: { format: 'macho', machine: 0x0100000c, bits: 64, endian: 'little' },
    node: { platform: 'darwin', arch: 'arm64' },
    wheelCpu: 'arm64',
    state: 'built',
  },
] as const satisfies readonly PlatformRow[];

export type PlatformId = (typeof PLATFORMS)[number]['id'];
export type Platform = PlatformRow & { readonly id: PlatformId };

export const PLATFORM_IDS = PLATFORMS.map((p) => p.id) as [PlatformId, ...PlatformId[]];

/** @throws nothing; an unknown id is `undefined`. Aliases are not resolved here: see `findPlatform`. */
export function platformById(id: string): Platform | undefined {
  return PLATFORMS.find((p) => p.id === id);
}

/** Resolves an id or any alias, in any case: `arm64`, `aarch64`, `Linux-ARM64`. */
export function findPlatform(spelling: string): Platform | undefined {
  const wanted = spelling.toLowerCase();
  return (
    PLATFORMS.find((p) => p.id === wanted) ?? PLATFORMS.find((p) => (p.aliases as readonly string[]).includes(wanted))
  );
}

/** The platform of a Node process; `undefined` where Kiln knows no such host. musl hosts name their libc. */
export function hostPlatform(nodePlatform: string, nodeArch: string, musl = false): Platform | undefined {
  const row = PLATFORMS.find((p) => 'node' in p && p.node.platform === nodePlatform && p.node.arch === nodeArch);
  return row && musl ? platformById(`${row.id}-musl`) : row;
}
