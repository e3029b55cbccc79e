import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HashedFile, scanFiles } from './cache';

const root = mkdtempSync(join(tmpdir(), 'kiln-cache-'));
const cacheFile = join(root, '.nx', 'workspace-data', 'kiln-imports.bin');
beforeEach(() => rmSync(join(root, '.nx'), { recursive: true, force: true }));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Imports by file; `hash` stands for the content as Nx knows it. */
function scan(...files: HashedFile[]): string[] {
  const { shapes, cells, rows } = scanFiles(files, root);
  return files.map(({ file }, i) => {
    const at = rows[i] as number;
    return `${file}: ${[...cells.subarray(at + 1, at + 1 + (cells[at] as number))].map((n) => shapes[n]).join(' ')}`;
  });
}

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}

it('reads a content once, and again where its hash is another one', () => {
  write('a.py', 'import one');
  write('b.py', 'import two, one');
  const [a, b] = [
    { file: 'a.py', hash: '1' },
    { file: 'b.py', hash: '2' },
  ];
  expect(scan(a, b)).toEqual(['a.py: one', 'b.py: two one']);
  write('a.py', 'import changed');
  expect(scan(b, a)).toEqual(['b.py: two one', 'a.py: one']);
  expect(scan({ ...a, hash: '3' }, b)).toEqual(['a.py: changed', 'b.py: two one']);
});

it('forgets files of the past with the next write', () => {
  write('a.py', 'import gone');
  write('b.py', 'import stays');
  scan({ file: 'a.py', hash: '1' });
  expect(readFileSync(cacheFile, 'latin1')).toContain('gone');
  scan({ file: 'b.py', hash: '2' });
  expect(readFileSync(cacheFile, 'latin1')).toContain('stays');
  expect(readFileSync(cacheFile, 'latin1')).not.toContain('gone');
});

it('keeps nothing of files that cannot be read, or whose hash nobody knows', () => {
  write('a.py', 'import one');
  expect(scan({ file: 'missing.py', hash: '1' }, { file: 'a.py', hash: '' })).toEqual(['missing.py: ', 'a.py: one']);
  write('missing.py', 'import there');
  write('a.py', 'import two');
  expect(scan({ file: 'missing.py', hash: '1' }, { file: 'a.py', hash: '' })).toEqual([
    'missing.py: there',
    'a.py: two',
  ]);
});

it('scans again where the cache is damaged', () => {
  write('a.py', 'import one');
  const a = { file: 'a.py', hash: '1' };
  scan(a);
  writeFileSync(cacheFile, readFileSync(cacheFile).subarray(0, 30));
  expect(scan(a)).toEqual(['a.py: one']);
});

it('reads files larger than its memory', () => {
  write('large.py', `${'# filler, import nothing\n'.repeat(40_000)}import late`);
  write('small.py', 'import os');
  expect(scan({ file: 'large.py', hash: '1' }, { file: 'small.py', hash: '2' })).toEqual([
    'large.py: late',
    'small.py: os',
  ]);
});
