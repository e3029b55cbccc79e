/**
 * Lets an emulated program start others of its platform: the kernel hands them to the emulator by a rule of binfmt_misc.
 * The rule stands in a user namespace of its own (Linux 6.7 and newer), so that the host's rules are neither read nor changed;
 * where namespaces are refused, only the first program is emulated.
 */
import type { Platform } from '../model/platforms';
import type { Emulator } from './emulator';

/** `$1` a private folder, `$2` the rule, then the command. */
const SCRIPT = 'mount -t binfmt_misc binfmt_misc "$1" && printf %s "$2" > "$1/register" && shift 2 && exec "$@"';

/**
 * A rule for binfmt_misc: ELF programs and libraries of the platform go to its emulator.
 * Flags: P keeps argv[0] as it was given, F opens the emulator now, so that other roots need not have it.
 */
export function binfmtRule(emulator: Pick<Emulator, 'path'>, { binary }: Platform): string {
  const little = binary.endian === 'little';
  const half = (value: number): number[] => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const ident = [0x7f, 0x45, 0x4c, 0x46, binary.bits === 64 ? 2 : 1, little ? 1 : 2, 1, 0, ...Array(8).fill(0)];
  // Byte 7 names an operating system and varies. Type 2 is a program, 3 a relocatable one: the lowest bit is free.
  const identMask = ident.map((_, i) => (i === 7 ? 0 : 0xff));
  const magic = escaped([...ident, ...half(2), ...half(binary.machine)]);
  const mask = escaped([...identMask, ...half(0xfffe), 0xff, 0xff]);
  return `:kiln:M::${magic}:${mask}:${emulator.path}:PF`;
}

function escaped(bytes: readonly number[]): string {
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * The command that starts another one in a namespace where the rule holds. It keeps process id and group.
 * @param folder absolute path of an empty private folder
 */
export function withPrivateBinfmt(
  emulator: Pick<Emulator, 'path'>,
  platform: Platform,
  folder: string,
  command: readonly string[],
): [string, ...string[]] {
  return ['unshare', '-Urm', '/bin/sh', '-c', SCRIPT, 'sh', folder, binfmtRule(emulator, platform), ...command];
}
