/** Reads what a macOS program or library says of itself, each CPU's slice of it: libraries, oldest macOS, signature. */
import { bound, textAt, unlessDamaged } from './bounds';
import { signatureState } from './macho-signature';
import type { MachoFacts, MachoSlice } from './types';

const THIN: Readonly<Record<number, { readonly little: boolean; readonly wide: boolean }>> = {
  0xcffaedfe: { little: true, wide: true },
  0xcefaedfe: { little: true, wide: false },
  0xfeedfacf: { little: false, wide: true },
  0xfeedface: { little: false, wide: false },
};
const FAT = 0xcafebabe;
const FAT_WIDE = 0xcafebabf;
/** Load commands; the highest bit only says that a loader must know them. */
const COMMAND = {
  segment: 0x01,
  wideSegment: 0x19,
  load: 0x0c,
  id: 0x0d,
  weak: 0x18,
  rpath: 0x1c,
  signature: 0x1d,
  reexport: 0x1f,
  oldMinimum: 0x24,
  build: 0x32,
} as const;

interface Command {
  readonly kind: number;
  readonly at: number;
}

/**
 * Facts of a Mach-O file, thin or universal.
 * @param bytes the whole file
 * @returns undefined when it is no Mach-O file or a damaged one; never throws for what a file holds
 */
export function readMacho(bytes: Buffer): MachoFacts | undefined {
  return unlessDamaged(() => {
    const slices = sliceBytes(bytes).map(readSlice);
    return slices.length > 0 && slices.every((slice) => slice !== undefined)
      ? { format: 'macho', slices: slices as MachoSlice[] }
      : undefined;
  });
}

function sliceBytes(bytes: Buffer): Buffer[] {
  const magic = bytes.readUInt32BE(0);
  if (magic !== FAT && magic !== FAT_WIDE) {
    return [bytes];
  }
  const count = bytes.readUInt32BE(4);
  bound(count);
  return Array.from({ length: count }, (_, i) => {
    const at = 8 + i * (magic === FAT_WIDE ? 32 : 20);
    const [offset, size] =
      magic === FAT_WIDE
        ? [Number(bytes.readBigUInt64BE(at + 8)), Number(bytes.readBigUInt64BE(at + 16))]
        : [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    if (offset + size > bytes.length) {
      throw new RangeError('a slice reaches past the end');
    }
    return bytes.subarray(offset, offset + size);
  });
}

function readSlice(bytes: Buffer): MachoSlice | undefined {
  const kind = THIN[bytes.readUInt32BE(0)];
  if (!kind) {
    return undefined;
  }
  const u32 = (at: number): number => (kind.little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const commands = commandsOf(u32, kind.wide ? 32 : 28);
  const of = (...kinds: number[]): Command[] => commands.filter((command) => kinds.includes(command.kind));
  checkSegments(bytes, u32, of(COMMAND.segment, COMMAND.wideSegment));
  const name = ({ at }: Command): string => textAt(bytes, at + u32(at + 8));
  const [id] = of(COMMAND.id);
  const [build] = of(COMMAND.build);
  const [oldMinimum] = of(COMMAND.oldMinimum);
  const [signature] = of(COMMAND.signature);
  return {
    machine: u32(4),
    filetype: u32(12),
    libraries: of(COMMAND.load, COMMAND.weak, COMMAND.reexport).map((command) => ({
      path: name(command),
      weak: command.kind === COMMAND.weak,
    })),
    rpath: of(COMMAND.rpath).map(name),
    ...(id ? { id: name(id) } : {}),
    ...(build ? { system: u32(build.at + 8), minimum: versionText(u32(build.at + 12)) } : {}),
    ...(!build && oldMinimum ? { system: 1, minimum: versionText(u32(oldMinimum.at + 8)) } : {}),
    signature: signature ? signatureState(bytes, u32(signature.at + 8), u32(signature.at + 12)) : 'none',
  };
}

function commandsOf(u32: (at: number) => number, first: number): Command[] {
  const count = u32(16);
  bound(count);
  const commands: Command[] = [];
  let at = first;
  for (let i = 0; i < count; i++) {
    commands.push({ kind: u32(at) & 0x7fffffff, at });
    const size = u32(at + 4);
    if (size < 8) {
      throw new RangeError(`a load command of ${size} bytes`);
    }
    at += size;
  }
  return commands;
}

/** @throws RangeError where the file ends before its content */
function checkSegments(bytes: Buffer, u32: (at: number) => number, segments: readonly Command[]): void {
  for (const { kind, at } of segments) {
    // Numbers past 4 GB do not occur; their lower half is past the end all the same.
    const [offset, size] = kind === COMMAND.segment ? [u32(at + 32), u32(at + 36)] : [u32(at + 40), u32(at + 48)];
    if (offset + size > bytes.length) {
      throw new RangeError('a segment reaches past the end');
    }
  }
}

/** Two bytes major, one minor, one patch: `11.0`. */
function versionText(version: number): string {
  return `${version >>> 16}.${(version >>> 8) & 255}`;
}
