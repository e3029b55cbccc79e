/** What was found in a workspace's files, by their content: small enough to be read on every run of Nx. */
import { type FoundImport, SCANNER_VERSION, type Scan, type Where } from './scanner';
import { COMPUTED, shapeText } from './shapes';

/** Order is part of the format. */
const PLACES: readonly Where[] = ['module', 'function', 'type-checking', 'try'];

/** Of one file: pairs of a shape's number and line × 4 + place. */
export type Row = Uint32Array;

export interface ImportTable {
  readonly shapes: string[];
  /** By hash of the file's content, as Nx gives it. */
  readonly rows: Map<string, Row>;
}

export function emptyTable(): ImportTable {
  return { shapes: [], rows: new Map() };
}

export function placeOf(packed: number): { line: number; where: Where } {
  return { line: packed >>> 2, where: PLACES[packed & 3] as Where };
}

/** @param numbers number by shape; grows with `shapes` */
export function addScan(table: ImportTable, numbers: Map<string, number>, scan: Scan): Row {
  const number = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) {
      return known;
    }
    numbers.set(text, table.shapes.length);
    return table.shapes.push(text) - 1;
  };
  const pack = ({ line, where }: Pick<FoundImport, 'line' | 'where'>): number => line * 4 + PLACES.indexOf(where);
  return Uint32Array.from([
    ...scan.imports.flatMap((found) => [number(shapeText(found)), pack(found)]),
    ...scan.computed.flatMap((line) => [number(COMPUTED), pack({ line, where: 'module' })]),
  ]);
}

interface Header {
  readonly version: number;
  /** Length in bytes of the names that follow, lengths of the rows. */
  readonly shapes: string;
  readonly hashes: string;
}

/** A line of JSON, blanks up to a multiple of four, then numbers: for each file how many, then those. */
export function encodeTable({ shapes, rows }: ImportTable): Buffer {
  const header: Header = { version: SCANNER_VERSION, shapes: shapes.join('\n'), hashes: [...rows.keys()].join(' ') };
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([text, Buffer.from(`${' '.repeat(3 - (text.length % 4))}\n`)]);
  const total = [...rows.values()].reduce((sum, row) => sum + row.length + 1, 0);
  const body = new Uint32Array(total);
  let at = 0;
  for (const row of rows.values()) {
    body[at] = row.length;
    body.set(row, at + 1);
    at += row.length + 1;
  }
  return Buffer.concat([head, Buffer.from(body.buffer)]);
}

/** `undefined` for what an older Kiln wrote, and for anything that is damaged. */
export function decodeTable(bytes: Buffer): ImportTable | undefined {
  const end = bytes.indexOf(10);
  if (end < 0 || (end + 1) % 4 !== 0 || bytes.length % 4 !== 0) {
    return undefined;
  }
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Partial<Header>;
    if (header.version !== SCANNER_VERSION || header.shapes === undefined || header.hashes === undefined) {
      return undefined;
    }
    const shapes = header.shapes === '' ? [] : header.shapes.split('\n');
    const hashes = header.hashes === '' ? [] : header.hashes.split(' ');
    // A copy begins at a multiple of four, whatever the buffer does.
    const body = new Uint32Array(Uint8Array.from(bytes.subarray(end + 1)).buffer);
    return readRows(shapes, hashes, body);
  } catch {
    return undefined;
  }
}

function readRows(shapes: string[], hashes: readonly string[], body: Uint32Array): ImportTable | undefined {
  const rows = new Map<string, Row>();
  let at = 0;
  for (const hash of hashes) {
    const length = body[at];
    if (length === undefined || length % 2 === 1 || at + 1 + length > body.length) {
      return undefined;
    }
    const row = body.subarray(at + 1, at + 1 + length);
    for (let i = 0; i < length; i += 2) {
      if ((row[i] as number) >= shapes.length) {
        return undefined;
      }
    }
    rows.set(hash, row);
    at += length + 1;
  }
  return at === body.length ? { shapes, rows } : undefined;
}
