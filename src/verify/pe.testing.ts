/** Writes minimal PE files for tests: headers, one section, tables of imports. */

export interface PeRecipe {
  readonly machine?: number;
  readonly bits?: 32 | 64;
  readonly timestamp?: number;
  readonly subsystem?: number;
  readonly imports?: readonly string[];
  readonly delayed?: readonly string[];
}

const HEADER = 0x80;
const SECTION_AT = 0x400;
const SECTION_ADDRESS = 0x1000;

export function buildPe(recipe: PeRecipe = {}): Buffer {
  const { machine = 0x8664, bits = 64, timestamp = 0, subsystem = 3, imports = [], delayed = [] } = recipe;
  const optional = HEADER + 24;
  const directories = optional + (bits === 64 ? 112 : 96);
  const optionalSize = directories + 16 * 8 - optional;
  const head = Buffer.alloc(SECTION_AT);
  head.write('MZ');
  head.writeUInt32LE(HEADER, 0x3c);
  head.write('PE\0\0', HEADER);
  head.writeUInt16LE(machine, HEADER + 4);
  head.writeUInt16LE(1, HEADER + 6);
  head.writeUInt32LE(timestamp, HEADER + 8);
  head.writeUInt16LE(optionalSize, HEADER + 20);
  head.writeUInt16LE(bits === 64 ? 0x20b : 0x10b, optional);
  head.writeUInt16LE(subsystem, optional + 68);
  head.writeUInt32LE(16, directories - 4);

  const section = growingSection();
  if (imports.length > 0) {
    head.writeUInt32LE(section.table(imports, 20, 12), directories + 8);
  }
  if (delayed.length > 0) {
    head.writeUInt32LE(section.table(delayed, 32, 4, 1), directories + 13 * 8);
  }
  const body = section.bytes();
  const at = optional + optionalSize;
  head.writeUInt32LE(body.length, at + 8);
  head.writeUInt32LE(SECTION_ADDRESS, at + 12);
  head.writeUInt32LE(body.length, at + 16);
  head.writeUInt32LE(SECTION_AT, at + 20);
  return Buffer.concat([head, body]);
}

/** Grows a section: names first, then the table that points to them. */
function growingSection() {
  const parts: Buffer[] = [];
  const add = (bytes: Buffer): number => {
    const address = SECTION_ADDRESS + parts.reduce((sum, { length }) => sum + length, 0);
    parts.push(bytes);
    return address;
  };
  const table = (names: readonly string[], step: number, nameAt: number, attributes = 0): number => {
    const addresses = names.map((name) => add(Buffer.from(`${name}\0`)));
    const rows = Buffer.alloc(step * (names.length + 1));
    addresses.forEach((address, i) => {
      rows.writeUInt32LE(attributes, i * step);
      rows.writeUInt32LE(address, i * step + nameAt);
    });
    return add(rows);
  };
  return { table, bytes: (): Buffer => Buffer.concat(parts) };
}
