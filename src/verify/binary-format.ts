/** Tells ELF, PE and Mach-O files from everything else by their headers alone. */

export type BinaryFormat =
  | { readonly format: 'elf' }
  /** PE: Machine of the COFF header. Mach-O: cputype, of the first slice where there are several. */
  | { readonly format: 'pe' | 'macho'; readonly machine: number };

/** Universal Mach-O files share their magic with Java classes, where the next number is a version of 45 or more. */
const MAX_SLICES = 30;

/**
 * @param firstBytes the head of a file; 4 kB are enough for all but a PE file with an unusually long DOS stub
 * @returns undefined for anything else, cut off files among them
 */
export function binaryFormat(firstBytes: Buffer): BinaryFormat | undefined {
  if (firstBytes.length < 8) {
    return undefined;
  }
  const magic = firstBytes.readUInt32BE(0);
  if (magic === 0x7f454c46) {
    return { format: 'elf' };
  }
  if (magic >>> 16 === 0x4d5a) {
    return portableExecutable(firstBytes);
  }
  if (magic === 0xcffaedfe || magic === 0xcefaedfe) {
    return { format: 'macho', machine: firstBytes.readUInt32LE(4) };
  }
  if (magic === 0xfeedfacf || magic === 0xfeedface) {
    return { format: 'macho', machine: firstBytes.readUInt32BE(4) };
  }
  if ((magic === 0xcafebabe || magic === 0xcafebabf) && firstBytes.length >= 12) {
    const slices = firstBytes.readUInt32BE(4);
    return slices > 0 && slices <= MAX_SLICES ? { format: 'macho', machine: firstBytes.readUInt32BE(8) } : undefined;
  }
  return undefined;
}

/** `MZ` alone may begin a text: the PE header must be where the DOS header says. */
function portableExecutable(bytes: Buffer): BinaryFormat | undefined {
  const header = bytes.length >= 64 ? bytes.readUInt32LE(0x3c) : Number.POSITIVE_INFINITY;
  if (header + 6 > bytes.length || bytes.readUInt32BE(header) !== 0x50450000) {
    return undefined;
  }
  return { format: 'pe', machine: bytes.readUInt16LE(header + 4) };
}
