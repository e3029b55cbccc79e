/**
 * What a project ships, as a function of names and contents alone: Nx's keys see no modes, so what a mode decides would
 * be served wrong. The executable bit goes to what a system could start.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isFile, makeTree } from '../engine/tree';
import type { Entry, Tree } from '../engine/types';

const HEAD = 4;
/** `#!`, ELF, and Mach-O in both byte orders, both sizes, and universal. */
const PROGRAMS = ['2321', '7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];

/** @param folder absolute, where the tree's files are */
export function productTree(tree: Tree, folder: string): Tree {
  return makeTree(tree.entries.map((entry) => (isFile(entry) ? withBit(entry, folder) : entry)));
}

function withBit({ path, sha256, size }: Extract<Entry, { sha256: string }>, folder: string): Entry {
  // Reading all sources once more would cost.
  const starts = !isSource(path) && size >= 2 && isProgram(headOf(join(folder, path)));
  return starts ? { path, sha256, size, executable: true } : { path, sha256, size };
}

/** Sources are imported, never started. */
export function isSource(path: string): boolean {
  return /\.pyi?$/.test(path);
}

/** @param head at least the first four bytes of a file, or all that there are */
export function isProgram(head: Buffer): boolean {
  const text = head.toString('hex', 0, HEAD);
  return PROGRAMS.some((start) => text.startsWith(start));
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD);
    return head.subarray(0, readSync(file, head, 0, HEAD, 0));
  } finally {
    closeSync(file);
  }
}
