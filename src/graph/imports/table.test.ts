import { addRow, decodeTable, emptyTable, encodeTable, type ImportTable, pick } from './table';

function tableOf(rows: Readonly<Record<string, readonly string[]>>): ImportTable {
  const table = emptyTable();
  const numbers = new Map<string, number>();
  for (const [hash, imports] of Object.entries(rows)) {
    table.rows.set(hash, addRow(table, numbers, imports));
  }
  return table;
}

function read({ rows, cells, shapes }: ImportTable): Record<string, (string | undefined)[]> {
  return Object.fromEntries(
    [...rows].map(([hash, at]) => [
      hash,
      [...cells.subarray(at + 1, at + 1 + (cells[at] as number))].map((number) => shapes[number]),
    ]),
  );
}

const ROWS = { a1: ['os', '.b c,d', 'os'], b2: [], c3: ['x\ny()', 'é', '?'] };

it('keeps what each content imports, whatever a literal says', () => {
  const table = tableOf(ROWS);
  expect(read(table)).toEqual(ROWS);
  expect(table.shapes).toEqual(['os', '.b c,d', 'x\ny()', 'é', '?']);
  expect(read(decodeTable(encodeTable(table)) as ImportTable)).toEqual(ROWS);
  expect(read(decodeTable(encodeTable(emptyTable())) as ImportTable)).toEqual({});
});

it('grows past its first cells', () => {
  const many = Object.fromEntries(
    Array.from({ length: 3000 }, (_, i) => [`h${i}`, [`m${i}`, 'os', `m${i % 7}`]] as const),
  );
  expect(read(decodeTable(encodeTable(tableOf(many))) as ImportTable)).toEqual(many);
});

it('drops rows that are not asked for, with the shapes that only they have', () => {
  const kept = pick(tableOf(ROWS), ['c3', 'none', '', 'c3', 'b2']);
  expect(read(kept)).toEqual({ c3: ROWS.c3, b2: [] });
  expect(kept.shapes).toEqual(ROWS.c3);
});

it('takes nothing of a file that is cut off, of another version or of another kind', () => {
  const bytes = encodeTable(tableOf(ROWS));
  for (let end = 0; end < bytes.length; end += 1) {
    expect(decodeTable(bytes.subarray(0, end))).toBeUndefined();
  }
  const end = bytes.indexOf(10);
  const older = Buffer.concat([
    Buffer.from(bytes.toString('utf8', 0, end).replace(/"version":\d/, '"version":1')),
    bytes.subarray(end),
  ]);
  expect(older.length).toBe(bytes.length);
  expect(decodeTable(older)).toBeUndefined();
  const tooHigh = Buffer.from(bytes);
  tooHigh.writeUInt32LE(99, end + 5);
  expect(decodeTable(tooHigh)).toBeUndefined();
  expect(decodeTable(Buffer.from('{"version":2,"shapes":[1],"hashes":""}\n'.padStart(40, ' ')))).toBeUndefined();
});
