/** Tells ELF, PE and Mach-O files from everything else by their headers alone. */

export type BinaryFormat = 'elf' | 'pe' | 'macho';

/** Universal Mach-O files share their magic with Java classes, where the next number is a version of 45 or more. */
const MAX_SLICES = 30;
const THIN_MACHO = [0xcffaedfe, 0xcefaedfe, 0xfeedfacf, 0xfeedface];
const FAT_MACHO = [0xcafebabe, 0xcafebabf];

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
    return 'elf';
  }
  if (magic >>> 16 === 0x4d5a) {
    return hasPeHeader(firstBytes) ? 'pe' : undefined;
  }
  if (THIN_MACHO.includes(magic)) {
    return 'macho';
  }
  if (FAT_MACHO.includes(magic)) {
    const slices = firstBytes.readUInt32BE(4);
    return slices > 0 && slices <= MAX_SLICES ? 'macho' : undefined;
  }
  return undefined;
}

/** `MZ` alone may begin a text: the PE header must be where the DOS header says. */
function hasPeHeader(bytes: Buffer): boolean {
  const header = bytes.length >= 64 ? bytes.readUInt32LE(0x3c) : Number.POSITIVE_INFINITY;
  return header + 6 <= bytes.length && bytes.readUInt32BE(header) === 0x50450000;
}
