import { binaryFormat } from './binary-format';
import { readElf } from './elf';
import { buildElf } from './elf.testing';

const shapes = [
  { bits: 64, endian: 'little' },
  { bits: 64, endian: 'big' },
  { bits: 32, endian: 'little' },
  { bits: 32, endian: 'big' },
] as const;
const library = {
  machine: 22,
  flags: 0x400,
  needed: ['libc.so.6', 'libm.so.6'],
  rpath: '$ORIGIN/../lib:/opt/lib',
  runpath: '$ORIGIN',
  soname: 'libhot.so.1',
  interpreter: '/lib/ld.so.1',
  verneed: { 'libm.so.6': ['GLIBC_2.29'], 'libc.so.6': ['GLIBC_2.4', 'GLIBC_2.17'] },
};

describe.each(shapes)('readElf of $bits bits, $endian endian', (shape) => {
  it('reads a dynamic file', () => {
    expect(readElf(buildElf({ ...library, ...shape }))).toEqual({
      format: 'elf',
      ...shape,
      machine: 22,
      flags: 0x400,
      needed: ['libc.so.6', 'libm.so.6'],
      rpath: ['$ORIGIN/../lib', '/opt/lib', '$ORIGIN'],
      soname: 'libhot.so.1',
      interpreter: '/lib/ld.so.1',
      versions: ['libc.so.6:GLIBC_2.17', 'libc.so.6:GLIBC_2.4', 'libm.so.6:GLIBC_2.29'],
    });
  });

  it('reads a static file', () => {
    const facts = { format: 'elf', ...shape, machine: 183, flags: 0, needed: [], rpath: [], versions: [] };
    expect(readElf(buildElf(shape))).toEqual(facts);
  });

  it('says undefined for every cut of a file, not a wrong fact', () => {
    const whole = buildElf({ ...library, ...shape });
    for (let length = 0; length < whole.length - (shape.bits / 8) * 4; length++) {
      expect(readElf(whole.subarray(0, length))).toBeUndefined();
    }
  });

  it('survives 800 mutated files', () => {
    const whole = buildElf({ ...library, ...shape });
    const random = seeded(shape.bits + whole.length);
    let read = 0;
    for (let i = 0; i < 800; i++) {
      const facts = readElf(mutate(whole, random));
      read += facts ? 1 : 0;
    }
    // Both ways are taken, or the mutations are too weak or too strong to say something.
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(700);
  });
});

it('is not fooled by other files', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('#!/bin/sh\n'), Buffer.alloc(4096), Buffer.from('\x7fELF')]) {
    expect(readElf(bytes)).toBeUndefined();
  }
});

it('stops at crafted endless tables', () => {
  const file = buildElf({ verneed: { 'libc.so.6': ['GLIBC_2.17', 'GLIBC_2.4'] } });
  const aux = file.indexOf(Buffer.from([1, 0, 2, 0]));
  // 65,535 versions, all of them the first one; a million files, all of them the first one.
  file.writeUInt16LE(0xffff, aux + 2);
  file.writeUInt32LE(0, aux + 16 + 12);
  expect(readElf(file)?.versions).toEqual(['libc.so.6:GLIBC_2.17']);
  file.writeUInt32LE(0xfffffff0, aux + 12);
  expect(readElf(patchTag(file, 0x6fffffff, 1e6))).toBeUndefined();
});

it('reads a file of debug symbols, whose contents were taken out', () => {
  const file = buildElf({ needed: ['libc.so.6'] });
  // Size in the second program header, DYNAMIC.
  file.writeBigUInt64LE(0n, 64 + 56 + 32);
  expect(readElf(file)).toMatchObject({ machine: 183, needed: [], versions: [] });
});

describe('binaryFormat', () => {
  it('tells the three formats apart', () => {
    expect(binaryFormat(buildElf({}))).toBe('elf');
    const pe = Buffer.alloc(256);
    pe.write('MZ');
    pe.writeUInt32LE(128, 0x3c);
    pe.write('PE\0\0', 128);
    pe.writeUInt16LE(0x8664, 132);
    expect(binaryFormat(pe)).toBe('pe');
    expect(binaryFormat(Buffer.from('cffaedfe0c000001', 'hex'))).toBe('macho');
    expect(binaryFormat(Buffer.from('cafebabe000000020100000700000003', 'hex'))).toBe('macho');
  });

  it('leaves Java classes, texts and cut off files alone', () => {
    const classFile = Buffer.from('cafebabe00000041001d0a00', 'hex');
    for (const bytes of [classFile, Buffer.from(`MZ${' '.repeat(100)}`), Buffer.from('MZ'), Buffer.from('cafebabe')]) {
      expect(binaryFormat(bytes)).toBeUndefined();
    }
  });
});

/** xorshift: the same files in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutate(whole: Buffer, random: (below: number) => number): Buffer {
  const bytes = Buffer.from(whole);
  for (let n = 1 + random(6); n > 0; n--) {
    const at = random(bytes.length);
    const choice = random(3);
    bytes[at] = choice === 0 ? random(256) : choice === 1 ? 0xff : (bytes[at] as number) ^ (1 << random(8));
  }
  return random(8) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
}

function patchTag(file: Buffer, tag: number, value: number): Buffer {
  const bytes = Buffer.from(file);
  const needle = Buffer.alloc(8);
  needle.writeBigUInt64LE(BigInt(tag));
  bytes.writeBigUInt64LE(BigInt(value), bytes.indexOf(needle) + 8);
  return bytes;
}
