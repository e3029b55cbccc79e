/** Keeps what was scanned in Nx's folder for data of the workspace. Losing it costs a scan, nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../data-folder';
import { writeKept } from '../warm/write-kept';
import { readSource } from './read-source';
import { findImports } from './scanner';
import { newStatements } from './statements';
import { addRow, decodeTable, emptyTable, encodeTable, type ImportTable, pick } from './table';

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
  /** Rows, see `ImportTable`. */
  readonly cells: Uint32Array;
  /** Where the row of each file begins, in the order in which they were given. */
  readonly rows: readonly number[];
}

/**
 * Imports of files, from the cache where their content is known. Files that cannot be read have none. The cache is
 * written where something new was found, and holds the given files only.
 */
export function scanFiles(files: readonly HashedFile[], workspaceRoot: string): Scanned {
  const path = join(dataFolder(workspaceRoot), FILE);
  const isEnabled = process.env.NX_CACHE_PROJECT_GRAPH !== 'false';
  const table = (isEnabled ? readTable(path) : undefined) ?? emptyTable();
  const known = table.rows.size;
  const numbers = new Map(table.shapes.map((text, index) => [text, index]));
  const statements = newStatements();
  let fresh = 0;
  const rows = files.map(({ file, hash }) => {
    let row = table.rows.get(hash);
    if (row === undefined) {
      const source = readSource(`${workspaceRoot}/${file}`);
      row = addRow(table, numbers, source ? findImports(source, statements) : []);
      // What could not be read just now may be there again, with the same hash.
      if (source && hash !== '') {
        fresh += 1;
        table.rows.set(hash, row);
      }
    }
    return row;
  });
  // What only files of the past had goes with the next write, or after many of them have gone.
  if (isEnabled && (fresh > 0 || known > 2 * files.length + 1000)) {
    const hashes = files.map(({ hash }) => hash);
    writeTable(path, pick(table, hashes));
  }
  return { shapes: table.shapes, cells: table.cells, rows };
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
  if (bytes.length <= MAX_BYTES) {
    writeKept(path, bytes);
  }
}
