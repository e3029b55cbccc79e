/** Reads what an ELF file says of itself: machine, what it needs, which symbol versions it asks for. */
import { bound, textAt, unlessDamaged } from './bounds';
import type { ElfFacts } from './types';

const LOAD = 1;
const DYNAMIC = 2;
const INTERP = 3;
const TAG = {
  needed: 1,
  strtab: 5,
  soname: 14,
  rpath: 15,
  runpath: 29,
  verneed: 0x6ffffffe,
  verneednum: 0x6fffffff,
} as const;

interface View {
  readonly bytes: Buffer;
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  u16(at: number): number;
  u32(at: number): number;
  /** An address or offset of the file's own width. */
  word(at: number): number;
}
interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * Facts of an ELF file of 32 or 64 bits in either byte order, static or dynamic.
 * @param bytes the whole file
 * @returns undefined when it is no ELF file or a damaged one (cut off, tables that point outside of it); never throws for what a file holds
 */
export function readElf(bytes: Buffer): ElfFacts | undefined {
  const view = viewOf(bytes);
  if (!view) {
    return undefined;
  }
  return unlessDamaged(() => factsOf(view));
}

function viewOf(bytes: Buffer): View | undefined {
  const [width, order] = [bytes[4], bytes[5]];
  if (bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46 || (width !== 1 && width !== 2)) {
    return undefined;
  }
  if (order !== 1 && order !== 2) {
    return undefined;
  }
  const little = order === 1;
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  return {
    bytes,
    bits: width === 2 ? 64 : 32,
    endian: little ? 'little' : 'big',
    u16: (at) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    u32,
    // Past 2^53 the number is inexact, and past the end of any file: the next read refuses it.
    word: width === 1 ? u32 : (at) => u32(little ? at + 4 : at) * 2 ** 32 + u32(little ? at : at + 4),
  };
}

function factsOf(view: View): ElfFacts {
  const wide = view.bits === 64;
  const segments = segmentsOf(view);
  const interp = segments.find(({ type }) => type === INTERP);
  return {
    format: 'elf',
    bits: view.bits,
    endian: view.endian,
    machine: view.u16(18),
    flags: view.u32(wide ? 48 : 36),
    ...(interp ? { interpreter: textAt(view.bytes, interp.offset) } : {}),
    ...dynamicFacts(view, segments),
  };
}

function segmentsOf(view: View): Segment[] {
  const wide = view.bits === 64;
  const table = view.word(wide ? 32 : 28);
  const step = view.u16(wide ? 54 : 42);
  const count = view.u16(wide ? 56 : 44);
  // Object files have no program headers at all.
  if (count > 0 && step < (wide ? 56 : 32)) {
    throw new RangeError(`program headers of ${step} bytes`);
  }
  return Array.from({ length: count }, (_, i) => {
    const at = table + i * step;
    return {
      type: view.u32(at),
      offset: view.word(at + (wide ? 8 : 4)),
      address: view.word(at + (wide ? 16 : 8)),
      size: view.word(at + (wide ? 32 : 16)),
    };
  });
}

type DynamicFacts = Pick<ElfFacts, 'needed' | 'rpath' | 'soname' | 'versions'>;

function dynamicFacts(view: View, segments: readonly Segment[]): DynamicFacts {
  const dynamic = segments.find(({ type }) => type === DYNAMIC);
  if (!dynamic) {
    return { needed: [], rpath: [], versions: [] };
  }
  const tags = tagsOf(view, dynamic);
  const values = (tag: number): number[] => tags.filter((t) => t.tag === tag).map((t) => t.value);
  const [strings] = values(TAG.strtab);
  // Addresses are of the loaded program; without a table of strings no tag has a text.
  const text = (offset: number): string => textAt(view.bytes, fileOffset(segments, strings ?? -1) + offset);
  const [soname] = values(TAG.soname);
  const [verneed] = values(TAG.verneed);
  const [verneedCount = 0] = values(TAG.verneednum);
  return {
    needed: values(TAG.needed).map(text),
    rpath: [...values(TAG.rpath), ...values(TAG.runpath)].flatMap((offset) => text(offset).split(':')).filter(Boolean),
    ...(soname === undefined ? {} : { soname: text(soname) }),
    versions:
      verneed === undefined || verneedCount === 0
        ? []
        : versionsOf(view, fileOffset(segments, verneed), verneedCount, text),
  };
}

function tagsOf(view: View, dynamic: Segment): { tag: number; value: number }[] {
  const word = view.bits / 8;
  const tags: { tag: number; value: number }[] = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 2 * word) {
    const tag = view.word(at);
    if (tag === 0) {
      break;
    }
    // One with no meaning here is not kept, so that the bound is on what costs time.
    if ((Object.values(TAG) as number[]).includes(tag)) {
      tags.push({ tag, value: view.word(at + word) });
    }
    bound(tags.length);
  }
  return tags;
}

/** `libc.so.6:GLIBC_2.17`, sorted, from the chain of files and each file's chain of versions. */
function versionsOf(view: View, start: number, count: number, text: (offset: number) => string): string[] {
  const found = new Set<string>();
  let steps = 0;
  let at = start;
  for (let file = 0; file < count; file++) {
    const name = text(view.u32(at + 4));
    let aux = at + view.u32(at + 8);
    for (let i = view.u16(at + 2); i > 0; i--) {
      bound(++steps);
      found.add(`${name}:${text(view.u32(aux + 8))}`);
      aux += view.u32(aux + 12);
    }
    bound(++steps);
    const next = view.u32(at + 12);
    if (next === 0) {
      break;
    }
    at += next;
  }
  return [...found].sort();
}

function fileOffset(segments: readonly Segment[], address: number): number {
  const home = segments.find((s) => s.type === LOAD && address >= s.address && address < s.address + s.size);
  if (!home) {
    throw new RangeError(`address ${address} is in no segment`);
  }
  return home.offset + (address - home.address);
}
