/** Writes minimal ELF files for tests: every width and byte order, static or dynamic, and real programs for arm64. */

export interface ElfRecipe {
  readonly bits?: 32 | 64;
  readonly endian?: 'little' | 'big';
  /** e_machine; default 183, arm64. */
  readonly machine?: number;
  readonly flags?: number;
  readonly interpreter?: string;
  /** Absent, with no needed, soname or verneed either: a static program without a dynamic segment. */
  readonly dynamic?: boolean;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  readonly soname?: string;
  /** File → versions, `{ 'libc.so.6': ['GLIBC_2.17'] }`. */
  readonly verneed?: Readonly<Record<string, readonly string[]>>;
  /** Machine code, given the address that it is loaded at; the entry point is its first byte. */
  readonly code?: (address: number) => Buffer;
  /** Load address; default 0x400000. */
  readonly base?: number;
}

/** One LOAD segment over the whole file, so that address = base + offset. */
export function buildElf(recipe: ElfRecipe): Buffer {
  const { bits = 64, endian = 'little', machine = 183, flags = 0, base = 0x400000 } = recipe;
  const wide = bits === 64;
  const little = endian === 'little';
  const put = (size: 2 | 4 | 8, value: number): Buffer => {
    const b = Buffer.alloc(size);
    if (size === 8) {
      little ? b.writeBigUInt64LE(BigInt(value)) : b.writeBigUInt64BE(BigInt(value));
    } else {
      little ? b.writeUIntLE(value, 0, size) : b.writeUIntBE(value, 0, size);
    }
    return b;
  };
  const u16 = (v: number) => put(2, v);
  const u32 = (v: number) => put(4, v);
  const word = (v: number) => put(wide ? 8 : 4, v);

  const isDynamic = [recipe.dynamic, recipe.needed, recipe.soname, recipe.verneed, recipe.rpath, recipe.runpath].some(
    Boolean,
  );
  const headerSize = wide ? 64 : 52;
  const phSize = wide ? 56 : 32;
  const phCount = 1 + (recipe.interpreter ? 1 : 0) + (isDynamic ? 1 : 0);
  const codeAt = align(headerSize + phCount * phSize);
  const code = recipe.code?.(base + codeAt) ?? Buffer.alloc(0);
  const interpAt = align(codeAt + code.length);
  const interp = Buffer.from(recipe.interpreter ? `${recipe.interpreter}\0` : '');

  const strings = stringTable();
  const verneedAt = align(interpAt + interp.length);
  const verneed = verneedTable(recipe.verneed ?? {}, strings.add, u16, u32);
  const tags: [number, number][] = [
    ...(recipe.needed ?? []).map((name): [number, number] => [1, strings.add(name)]),
    ...(recipe.soname ? [[14, strings.add(recipe.soname)] as [number, number]] : []),
    ...(recipe.rpath ? [[15, strings.add(recipe.rpath)] as [number, number]] : []),
    ...(recipe.runpath ? [[29, strings.add(recipe.runpath)] as [number, number]] : []),
  ];
  const stringsAt = align(verneedAt + verneed.length);
  const dynamicAt = align(stringsAt + strings.bytes().length);
  if (recipe.verneed) {
    tags.push([0x6ffffffe, base + verneedAt], [0x6fffffff, Object.keys(recipe.verneed).length]);
  }
  // What stands after the end is not read.
  tags.push([5, base + stringsAt], [0, 0], [1, 1]);
  const dynamic = isDynamic ? Buffer.concat(tags.flatMap(([t, v]) => [word(t), word(v)])) : Buffer.alloc(0);
  const end = dynamicAt + dynamic.length;

  const segment = (type: number, offset: number, size: number): Buffer =>
    Buffer.concat(
      wide
        ? [u32(type), u32(7), word(offset), word(base + offset), word(base + offset), word(size), word(size), word(8)]
        : [u32(type), word(offset), word(base + offset), word(base + offset), word(size), word(size), u32(7), word(4)],
    );
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ...[u16(2), u16(machine), u32(1), word(base + codeAt), word(headerSize), word(0), u32(flags)],
    ...[headerSize, phSize, phCount, 0, 0, 0].map(u16),
  ]);
  const file = Buffer.alloc(end);
  for (const [at, part] of [
    [0, header],
    [
      headerSize,
      Buffer.concat([
        ...(recipe.interpreter ? [segment(3, interpAt, interp.length)] : []),
        segment(1, 0, end),
        ...(isDynamic ? [segment(2, dynamicAt, dynamic.length)] : []),
      ]),
    ],
    [codeAt, code],
    [interpAt, interp],
    [verneedAt, verneed],
    [stringsAt, strings.bytes()],
    [dynamicAt, dynamic],
  ] as const) {
    part.copy(file, at);
  }
  return file;
}

function align(n: number): number {
  return Math.ceil(n / 8) * 8;
}

function stringTable(): { add(text: string): number; bytes(): Buffer } {
  let content = Buffer.from([0]);
  return {
    add(text) {
      const at = content.length;
      content = Buffer.concat([content, Buffer.from(`${text}\0`)]);
      return at;
    },
    bytes: () => content,
  };
}

function verneedTable(
  files: Readonly<Record<string, readonly string[]>>,
  add: (text: string) => number,
  u16: (v: number) => Buffer,
  u32: (v: number) => Buffer,
): Buffer {
  const entries = Object.entries(files);
  return Buffer.concat(
    entries.map(([file, versions], i) => {
      const aux = versions.map((version, j) =>
        // hash (not read), flags, other, name, next
        Buffer.concat([u32(0), u16(0), u16(0), u32(add(version)), u32(j < versions.length - 1 ? 16 : 0)]),
      );
      const size = 16 + 16 * versions.length;
      const next = i < entries.length - 1 ? size : 0;
      return Buffer.concat([u16(1), u16(versions.length), u32(add(file)), u32(16), u32(next), ...aux]);
    }),
  );
}
