/** Keeps what was scanned in Nx's folder for data of the workspace. Losing it costs a scan, nothing else. */
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data-folder';
import { scanImports } from './scanner';
import { addScan, decodeTable, emptyTable, encodeTable, type ImportTable, type Row } from './table';

const FILE = 'kiln-imports.bin';
/** What Nx would rather scan again than read. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface HashedFile {
  /** Workspace-relative. */
  readonly file: string;
  readonly hash: string;
}

export interface Scanned {
  readonly shapes: readonly string[];
  /** Of each file, in the order in which they were given. */
  readonly rows: readonly Row[];
}

/**
 * Imports of files, from the cache where their content is known. Files that cannot be read have none. The cache is
 * written where something new was found, and holds the given files only.
 */
export function scanFiles(files: readonly HashedFile[], workspaceRoot: string): Scanned {
  const path = join(dataFolder(workspaceRoot), FILE);
  const known = process.env.NX_CACHE_PROJECT_GRAPH === 'false' ? emptyTable() : (readTable(path) ?? emptyTable());
  const table: ImportTable = { shapes: known.shapes, rows: new Map() };
  const numbers = new Map(known.shapes.map((text, index) => [text, index]));
  let fresh = 0;
  const rows = files.map(({ file, hash }) => {
    let row = known.rows.get(hash);
    if (!row) {
      fresh += 1;
      row = addScan(table, numbers, scanImports(readSource(join(workspaceRoot, file))));
    }
    if (hash !== '') {
      table.rows.set(hash, row);
    }
    return row;
  });
  // Names that only files of the past used go with the next write after many of them have gone.
  if (fresh > 0 || known.rows.size > 2 * table.rows.size + 1000) {
    writeTable(path, withoutUnused(table));
  }
  return { shapes: table.shapes, rows };
}

function readTable(path: string): ImportTable | undefined {
  try {
    return decodeTable(readFileSync(path));
  } catch {
    // Not there yet, or not readable: all is scanned.
    return undefined;
  }
}

function writeTable(path: string, table: ImportTable): void {
  const bytes = encodeTable(table);
  if (bytes.length > MAX_BYTES) {
    return;
  }
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(draft, bytes);
    renameSync(draft, path);
  } catch {
    // A full or read-only disk: the next run scans again.
    rmSync(draft, { force: true });
  }
}

/** Numbers its shapes anew. */
function withoutUnused({ shapes, rows }: ImportTable): ImportTable {
  const numbers = new Map<number, number>();
  const kept: string[] = [];
  const renumbered = new Map<string, Row>();
  for (const [hash, row] of rows) {
    renumbered.set(
      hash,
      row.map((value, index) => {
        if (index % 2 === 1) {
          return value;
        }
        const number = numbers.get(value) ?? kept.push(shapes[value] as string) - 1;
        numbers.set(value, number);
        return number;
      }),
    );
  }
  return { shapes: kept, rows: renumbered };
}

/** Grows with the largest file; what the scanner returns does not refer to it. */
let buffer = Buffer.allocUnsafe(1 << 18);

/** The bytes of a file; they hold until the next call. None where it cannot be read. */
export function readSource(path: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0) {
        return buffer.subarray(0, length);
      }
      if (length === buffer.length) {
        buffer = Buffer.concat([buffer], buffer.length * 2);
      }
    }
  } catch {
    // Deleted meanwhile, a dangling link, no right to read it: Nx and Python will say so.
    return Buffer.alloc(0);
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
  }
}
