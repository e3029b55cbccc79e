/**
 * Checks a code signature as far as the kernel of an arm64 Mac does for every program: each page must have the hash that
 * the signature lists. Who signed is not asked; linkers sign without an identity.
 */
import { createHash } from 'node:crypto';
import { unlessDamaged } from './bounds';
import type { MachoSlice } from './types';

const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
/** Slots of code directories: the first one, and alternatives with other hashes. */
const isDirectorySlot = (slot: number): boolean => slot === 0 || (slot >= 0x1000 && slot < 0x1005);
/** hashType → algorithm; the list is ordered by strength. */
const HASHES: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 3: 'sha256', 4: 'sha384' };
const MAX_BLOBS = 64;
/** Bytes of a page's hash: sha1's, and what is left of a truncated one. */
const SHORTEST = 20;

/**
 * @param slice the bytes of one CPU
 * @param offset where the signature is in them, as its load command says
 */
export function signatureState(slice: Buffer, offset: number, size: number): MachoSlice['signature'] {
  const blob = slice.subarray(offset, offset + size);
  return (
    unlessDamaged(() => (blob.length === size && pagesMatch(slice, strongest(blob)) ? 'good' : 'damaged')) ?? 'damaged'
  );
}

/** The code directory with the best hash; kernels take that one. */
function strongest(blob: Buffer): Buffer {
  const count = blob.readUInt32BE(8);
  if (blob.readUInt32BE(0) !== SUPER_BLOB || count > MAX_BLOBS) {
    throw new RangeError('no signature');
  }
  const directories = Array.from({ length: count }, (_, i) => 12 + 8 * i)
    .filter((at) => isDirectorySlot(blob.readUInt32BE(at)))
    .map((at) => blob.subarray(blob.readUInt32BE(at + 4)))
    .filter((directory) => directory.readUInt32BE(0) === CODE_DIRECTORY && HASHES[directory.readUInt8(37)])
    .sort((a, b) => b.readUInt8(37) - a.readUInt8(37));
  const [best] = directories;
  if (!best) {
    throw new RangeError('no code directory');
  }
  return best;
}

function pagesMatch(slice: Buffer, directory: Buffer): boolean {
  const [hashes, slots, limit] = [16, 28, 32].map((at) => directory.readUInt32BE(at)) as [number, number, number];
  const size = directory.readUInt8(36);
  const algorithm = HASHES[directory.readUInt8(37)] as string;
  const shift = directory.readUInt8(39);
  // Zero means one page for everything.
  const page = shift === 0 ? limit : 2 ** shift;
  if (size < SHORTEST || limit > slice.length || slots !== Math.ceil(limit / page)) {
    return false;
  }
  for (let i = 0; i < slots; i++) {
    const found = createHash(algorithm)
      .update(slice.subarray(i * page, Math.min((i + 1) * page, limit)))
      .digest();
    const wanted = directory.subarray(hashes + i * size, hashes + (i + 1) * size);
    if (wanted.length !== size || !found.subarray(0, size).equals(wanted)) {
      return false;
    }
  }
  return true;
}
