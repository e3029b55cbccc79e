/** Reads what a Windows program or library says of itself: CPU, subsystem, the libraries that it imports. */
import { bound, textAt, unlessDamaged } from './bounds';
import type { PeFacts } from './types';

const WIDE = 0x20b;
const NARROW = 0x10b;
/** Numbers of data directories. */
const IMPORTS = 1;
const DELAYED = 13;
const RVA_BASED = 1;

interface Section {
  readonly address: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Facts of a PE file of 32 or 64 bits.
 * @param bytes the whole file
 * @returns undefined when it is no PE file or a damaged one; never throws for what a file holds
 */
export function readPe(bytes: Buffer): PeFacts | undefined {
  return unlessDamaged(() => {
    const header = bytes.readUInt32LE(0x3c);
    const optional = header + 24;
    const magic = bytes.readUInt16LE(optional);
    if (bytes.readUInt32BE(header) !== 0x50450000 || (magic !== WIDE && magic !== NARROW)) {
      return undefined;
    }
    const directories = optional + (magic === WIDE ? 112 : 96);
    const count = bytes.readUInt32LE(directories - 4);
    const sections = sectionsOf(bytes, header);
    const table = (number: number): number | undefined => {
      const address = number < count ? bytes.readUInt32LE(directories + 8 * number) : 0;
      return address === 0 ? undefined : fileOffset(sections, address);
    };
    return {
      format: 'pe',
      machine: bytes.readUInt16LE(header + 4),
      bits: magic === WIDE ? 64 : 32,
      timestamp: bytes.readUInt32LE(header + 8),
      subsystem: bytes.readUInt16LE(optional + 68),
      imports: imports(bytes, sections, table(IMPORTS)),
      delayed: delayed(bytes, sections, table(DELAYED)),
    };
  });
}

function sectionsOf(bytes: Buffer, header: number): Section[] {
  const first = header + 24 + bytes.readUInt16LE(header + 20);
  return Array.from({ length: bytes.readUInt16LE(header + 6) }, (_, i) => {
    const at = first + 40 * i;
    if (bytes.readUInt32LE(at + 16) + bytes.readUInt32LE(at + 20) > bytes.length) {
      throw new RangeError('a section reaches past the end');
    }
    return {
      address: bytes.readUInt32LE(at + 12),
      size: Math.max(bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 16)),
      offset: bytes.readUInt32LE(at + 20),
    };
  });
}

function fileOffset(sections: readonly Section[], address: number): number {
  const home = sections.find((s) => address >= s.address && address < s.address + s.size);
  if (!home) {
    throw new RangeError(`address ${address} is in no section`);
  }
  return home.offset + (address - home.address);
}

/** Import descriptors, 20 bytes each, until one without a name. */
function imports(bytes: Buffer, sections: readonly Section[], start: number | undefined): string[] {
  const names: string[] = [];
  for (let at = start; at !== undefined; at += 20) {
    const name = bytes.readUInt32LE(at + 12);
    if (name === 0) {
      break;
    }
    names.push(textAt(bytes, fileOffset(sections, name)));
    bound(names.length);
  }
  return names;
}

/** Descriptors of libraries that are loaded when first used, 32 bytes each; those of the oldest linkers hold addresses and are left out. */
function delayed(bytes: Buffer, sections: readonly Section[], start: number | undefined): string[] {
  const names: string[] = [];
  for (let at = start; at !== undefined; at += 32) {
    const name = bytes.readUInt32LE(at + 4);
    if (name === 0 || !(bytes.readUInt32LE(at) & RVA_BASED)) {
      break;
    }
    names.push(textAt(bytes, fileOffset(sections, name)));
    bound(names.length);
  }
  return names;
}
