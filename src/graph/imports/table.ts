/** What was found in a workspace's files, by their content: small enough to be read on every run of Nx. */
import { SCANNER_VERSION } from './scanner';

/** Rows lie one behind the other in `cells`: a length, then as many numbers of shapes, in the order of the imports. */
export interface ImportTable {
  readonly shapes: string[];
  /** Where a row begins, by hash of the file's content, as Nx gives it. */
  readonly rows: Map<string, number>;
  cells: Uint32Array;
  /** How many cells are in use. */
  length: number;
}

export function emptyTable(): ImportTable {
  return { shapes: [], rows: new Map(), cells: new Uint32Array(1 << 12), length: 0 };
}

/**
 * Adds the imports of a file.
 * @param numbers number by shape; grows with `shapes`
 * @returns where their row begins
 */
export function addRow(table: ImportTable, numbers: Map<string, number>, imports: readonly string[]): number {
  const start = makeRow(table, imports.length);
  for (let i = 0; i < imports.length; i += 1) {
    table.cells[start + 1 + i] = numberOf(imports[i] as string, table, numbers);
  }
  return start;
}

/** Makes room for a row; what is in it is still to be written. */
function makeRow(table: ImportTable, length: number): number {
  const start = table.length;
  table.length += length + 1;
  if (table.length > table.cells.length) {
    const larger = new Uint32Array(2 * table.length);
    larger.set(table.cells);
    table.cells = larger;
  }
  table.cells[start] = length;
  return start;
}

function numberOf(shape: string, { shapes }: ImportTable, numbers: Map<string, number>): number {
  let number = numbers.get(shape);
  if (number === undefined) {
    number = shapes.push(shape) - 1;
    numbers.set(shape, number);
  }
  return number;
}

/** The rows of some contents alone, and the shapes that are in them. */
export function pick(table: ImportTable, hashes: Iterable<string>): ImportTable {
  const kept = emptyTable();
  const numbers = new Map<string, number>();
  for (const hash of hashes) {
    const from = table.rows.get(hash);
    if (from === undefined || kept.rows.has(hash)) {
      continue;
    }
    const length = table.cells[from] as number;
    const to = makeRow(kept, length);
    for (let i = 1; i <= length; i += 1) {
      kept.cells[to + i] = numberOf(table.shapes[table.cells[from + i] as number] as string, kept, numbers);
    }
    kept.rows.set(hash, to);
  }
  return kept;
}

interface Header {
  readonly version: number;
  readonly shapes: readonly string[];
  /** In the order of the rows, with blanks between. */
  readonly hashes: string;
}

/** A line of JSON, blanks up to a multiple of four, then the cells of all rows. */
export function encodeTable(table: ImportTable): Buffer {
  const { shapes, rows, cells, length } = table;
  const header: Header = { version: SCANNER_VERSION, shapes, hashes: [...rows.keys()].join(' ') };
  const text = Buffer.from(JSON.stringify(header));
  const body = Buffer.from(cells.buffer, cells.byteOffset, 4 * length);
  return Buffer.concat([text, Buffer.from(`${' '.repeat(3 - (text.length % 4))}\n`), body]);
}

/** `undefined` for what an older Kiln wrote, and for anything that is damaged. */
export function decodeTable(bytes: Buffer): ImportTable | undefined {
  const end = bytes.indexOf(10);
  if (end < 0 || (end + 1) % 4 !== 0 || bytes.length % 4 !== 0) {
    return undefined;
  }
  try {
    const { version, shapes, hashes } = JSON.parse(bytes.toString('utf8', 0, end)) as Partial<Header>;
    const isKnown = version === SCANNER_VERSION && typeof hashes === 'string' && Array.isArray(shapes);
    if (!isKnown || shapes.some((shape) => typeof shape !== 'string')) {
      return undefined;
    }
    // A copy begins at a multiple of four, whatever the buffer does.
    const cells = new Uint32Array(Uint8Array.from(bytes.subarray(end + 1)).buffer);
    const rows = readRows(hashes === '' ? [] : hashes.split(' '), cells, shapes.length);
    return rows && { shapes, rows, cells, length: cells.length };
  } catch {
    return undefined;
  }
}

function readRows(hashes: readonly string[], cells: Uint32Array, shapes: number): Map<string, number> | undefined {
  const rows = new Map<string, number>();
  let at = 0;
  for (const hash of hashes) {
    const length = cells[at];
    if (length === undefined || at + 1 + length > cells.length) {
      return undefined;
    }
    for (let i = at + 1; i <= at + length; i += 1) {
      if ((cells[i] as number) >= shapes) {
        return undefined;
      }
    }
    rows.set(hash, at);
    at += length + 1;
  }
  return at === cells.length ? rows : undefined;
}
