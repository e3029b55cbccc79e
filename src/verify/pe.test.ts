import { readPe } from './pe';
import { buildPe } from './pe.testing';

it('reads CPU, subsystem and imports of both widths', () => {
  const imports = ['KERNEL32.dll', 'python314.dll'];
  const expected = { format: 'pe', timestamp: 7, imports, delayed: ['PROPSYS.dll'] };
  const recipe = { imports, delayed: ['PROPSYS.dll'], timestamp: 7 };
  expect(readPe(buildPe({ ...recipe, subsystem: 2 }))).toEqual({
    ...expected,
    machine: 0x8664,
    bits: 64,
    subsystem: 2,
  });
  const narrow = buildPe({ ...recipe, machine: 0x14c, bits: 32 });
  expect(readPe(narrow)).toEqual({ ...expected, machine: 0x14c, bits: 32, subsystem: 3 });
});

it('reads a file that imports nothing', () => {
  expect(readPe(buildPe())).toMatchObject({ imports: [], delayed: [] });
});

it('leaves out delayed imports of the oldest linkers, whose addresses mean something else', () => {
  const file = buildPe({ imports: ['KERNEL32.dll'], delayed: ['a.dll'] });
  const table = file.readUInt32LE(0x80 + 24 + 112 + 13 * 8) - 0x1000 + 0x400;
  file.writeUInt32LE(0, table);
  expect(readPe(file)).toMatchObject({ imports: ['KERNEL32.dll'], delayed: [] });
});

it('gives up on every cut off file without an error', () => {
  const whole = buildPe({ imports: ['KERNEL32.dll'], delayed: ['a.dll'] });
  for (let size = 0; size < whole.length; size += 7) {
    expect(readPe(whole.subarray(0, size))).toBeUndefined();
  }
});

it('gives up on tables that lead out of the file', () => {
  const file = buildPe({ imports: ['KERNEL32.dll'] });
  file.writeUInt32LE(0x7fff0000, 0x80 + 24 + 112 + 8);
  expect(readPe(file)).toBeUndefined();
});
