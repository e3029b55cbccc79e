import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanFolder } from '../engine/scan';
import { treeDigest } from '../engine/tree';
import { isProgram, productTree } from './product-tree';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiln-product-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives the executable bit by content, whatever the mode', async () => {
  const files = { 'run.sh': '#!/bin/sh\n', 'tool.py': '#!/usr/bin/env python3\n', 'words.txt': 'alpha\n', empty: '' };
  const read = async (mode: number) => {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), mode);
    }
    return productTree(await scanFolder(folder), folder);
  };
  const [plain, executable] = [await read(0o644), await read(0o755)];
  expect(treeDigest(executable)).toBe(treeDigest(plain));
  expect(plain.entries.filter((entry) => 'executable' in entry).map(({ path }) => path)).toEqual(['run.sh']);
});

it('knows programs by their first bytes', () => {
  const heads = ['#!/b', '\x7fELF', '\xcf\xfa\xed\xfe', '# !', 'MZ\x90\0', '', '#'];
  expect(heads.map((head) => isProgram(Buffer.from(head, 'latin1')))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
