/** Facts of any program or library, whatever its format. */
import { binaryFormat } from './binary-format';
import { readElf } from './elf';
import { readMacho } from './macho';
import { readPe } from './pe';
import type { BinaryFacts } from './types';

const READERS = { elf: readElf, pe: readPe, macho: readMacho } as const;
export const FORMAT_NAMES = { elf: 'ELF', pe: 'PE', macho: 'Mach-O' } as const;

/**
 * @param bytes a whole file of any kind
 * @returns undefined for what is no binary; `damaged` in words where only its head is right
 */
export function readBinary(bytes: Buffer): { readonly facts: BinaryFacts } | { readonly damaged: string } | undefined {
  const format = binaryFormat(bytes);
  if (!format) {
    return undefined;
  }
  const facts = READERS[format](bytes);
  return facts ? { facts } : { damaged: `damaged ${FORMAT_NAMES[format]} file` };
}
