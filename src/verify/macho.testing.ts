/** Writes minimal Mach-O files for tests: load commands, a signature, several slices. */
import { createHash } from 'node:crypto';

export interface MachoRecipe {
  /** cputype; default arm64. */
  readonly machine?: number;
  readonly libraries?: readonly string[];
  readonly weak?: readonly string[];
  readonly reexported?: readonly string[];
  readonly rpath?: readonly string[];
  readonly id?: string;
  /** 1 macOS. */
  readonly system?: number;
  /** `11.0` */
  readonly minimum?: string;
  readonly signed?: boolean;
}

const PAGE_SHIFT = 12;
/** A little more than two pages, so that the last one is not whole. */
const LIMIT = 2 * 4096 + 160;
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => void bytes.writeUInt32LE(value, 4 * i));
  return bytes;
};
const u32be = (...values: number[]): Buffer => Buffer.from(u32(...values)).swap32();

export function buildMacho(recipe: MachoRecipe = {}): Buffer {
  const { machine = 0x0100000c, libraries = [], weak = [], reexported = [], rpath = [] } = recipe;
  const { id, system = 1, minimum = '11.0' } = recipe;
  const [major = 0, minor = 0] = minimum.split('.').map(Number);
  const commands = [
    Buffer.concat([u32(0x19, 72), Buffer.alloc(32), u32(0, 0, LIMIT, 0), Buffer.alloc(16)]),
    ...libraries.map((path) => named(0x0c, path, 24)),
    ...weak.map((path) => named(0x80000018, path, 24)),
    ...reexported.map((path) => named(0x8000001f, path, 24)),
    ...rpath.map((path) => named(0x8000001c, path, 12)),
    ...(id ? [named(0x0d, id, 24)] : []),
    u32(0x32, 24, system, (major << 16) | (minor << 8), 0, 0),
  ];
  const signing = recipe.signed ? 16 : 0;
  const size = commands.reduce((sum, { length }) => sum + length, 0) + signing;
  const signatureAt = u32(0x1d, 16, LIMIT, signatureSize(LIMIT));
  const head = Buffer.concat([
    u32(0xfeedfacf, machine, 0, 8, commands.length + (recipe.signed ? 1 : 0), size, 0, 0),
    ...commands,
    ...(recipe.signed ? [signatureAt] : []),
  ]);
  const body = Buffer.concat([head, Buffer.alloc(LIMIT - head.length, 7)]);
  return recipe.signed ? Buffer.concat([body, signature(body)]) : body;
}

/** A universal file of thin ones. */
export function buildFat(...slices: Buffer[]): Buffer {
  let offset = 8 + 20 * slices.length;
  const entries = slices.map((slice) => {
    const entry = u32be(slice.readUInt32LE(4), 0, offset, slice.length, 0);
    offset += slice.length;
    return entry;
  });
  return Buffer.concat([u32be(0xcafebabe, slices.length), ...entries, ...slices]);
}

function named(kind: number, name: string, head: number): Buffer {
  const size = Math.ceil((head + name.length + 1) / 8) * 8;
  const bytes = Buffer.alloc(size);
  u32(kind, size, head).copy(bytes);
  bytes.write(name, head);
  return bytes;
}

const pagesOf = (limit: number): number => Math.ceil(limit / 2 ** PAGE_SHIFT);
const signatureSize = (limit: number): number => 20 + 44 + 32 * pagesOf(limit);

/** One code directory of SHA-256, as linkers write it without an identity. */
function signature(body: Buffer): Buffer {
  const pages = Array.from({ length: pagesOf(body.length) }, (_, i) =>
    createHash('sha256')
      .update(body.subarray(i << PAGE_SHIFT, (i + 1) << PAGE_SHIFT))
      .digest(),
  );
  const size = 44 + 32 * pages.length;
  const directory = Buffer.concat([
    u32be(0xfade0c02, size, 0x20100, 2, 44, 0, 0, pages.length, body.length),
    Buffer.from([32, 2, 0, PAGE_SHIFT, 0, 0, 0, 0]),
  ]);
  return Buffer.concat([u32be(0xfade0cc0, 20 + size, 1, 0, 20), directory, ...pages]);
}
