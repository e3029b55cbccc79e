/**
 * A Windows library without code: its only function is another library's. wine before 8.13 has no bcryptprimitives.dll, which
 * every program of Rust loads for ProcessPrng; the same random bytes come from SystemFunction036.
 */

const HEADERS = 0x200;
const SECTION = 0x1000;
const EXPORT_DIRECTORY = 40;

/** @param target `ADVAPI32.SystemFunction036` */
export function forwarderDll(name: string, exported: string, target: string): Buffer {
  const section = exportSection(name, exported, target);
  const header = Buffer.alloc(HEADERS);
  header.write('MZ');
  header.writeUInt32LE(0x40, 0x3c);
  header.write('PE\0\0', 0x40);
  const coff = 0x44;
  header.writeUInt16LE(0x8664, coff);
  header.writeUInt16LE(1, coff + 2);
  header.writeUInt16LE(112 + 16 * 8, coff + 16);
  // An executable image, for addresses above 2 GB, a library.
  header.writeUInt16LE(0x2022, coff + 18);
  const optional = coff + 20;
  header.writeUInt16LE(0x20b, optional);
  header.writeBigUInt64LE(0x180000000n, optional + 24);
  header.writeUInt32LE(SECTION, optional + 32);
  header.writeUInt32LE(HEADERS, optional + 36);
  for (const at of [40, 48]) {
    // Windows 6.0 and newer.
    header.writeUInt16LE(6, optional + at);
  }
  header.writeUInt32LE(2 * SECTION, optional + 56);
  header.writeUInt32LE(HEADERS, optional + 60);
  header.writeUInt16LE(2, optional + 68);
  header.writeUInt32LE(16, optional + 108);
  header.writeUInt32LE(SECTION, optional + 112);
  header.writeUInt32LE(section.length, optional + 116);
  writeSection(header, optional + 112 + 16 * 8, section.length);
  return Buffer.concat([header, section, Buffer.alloc(HEADERS - section.length)]);
}

function writeSection(header: Buffer, at: number, size: number): void {
  header.write('.edata', at);
  header.writeUInt32LE(size, at + 8);
  header.writeUInt32LE(SECTION, at + 12);
  header.writeUInt32LE(HEADERS, at + 16);
  header.writeUInt32LE(HEADERS, at + 20);
  // Initialised data that can be read.
  header.writeUInt32LE(0x40000040, at + 36);
}

/** The directory, its three tables of one entry each, the texts. A function inside of the directory is a forwarder. */
function exportSection(name: string, exported: string, target: string): Buffer {
  const tables = Buffer.alloc(EXPORT_DIRECTORY + 4 + 4 + 2);
  const texts = [name, exported, target].map((text) => Buffer.from(`${text}\0`));
  const addresses = texts.map(
    (_, i) => SECTION + tables.length + texts.slice(0, i).reduce((sum, { length }) => sum + length, 0),
  ) as [number, number, number];
  const functions = EXPORT_DIRECTORY;
  tables.writeUInt32LE(addresses[0], 12);
  for (const at of [16, 20, 24]) {
    tables.writeUInt32LE(1, at);
  }
  [functions, functions + 4, functions + 8].forEach((at, i) => void tables.writeUInt32LE(SECTION + at, 28 + 4 * i));
  tables.writeUInt32LE(addresses[2], functions);
  tables.writeUInt32LE(addresses[1], functions + 4);
  return Buffer.concat([tables, ...texts]);
}
