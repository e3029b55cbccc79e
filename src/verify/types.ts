import type { PlatformId } from '../model/platforms';

/** What an ELF file says of itself. */
export interface ElfFacts {
  readonly format: 'elf';
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly machine: number;
  readonly flags: number;
  /** DT_NEEDED, in file order. */
  readonly needed: readonly string[];
  readonly rpath: readonly string[];
  readonly soname?: string;
  readonly interpreter?: string;
  /** `libc.so.6:GLIBC_2.17`, sorted. */
  readonly versions: readonly string[];
}
export type BinaryFacts = ElfFacts | { readonly format: 'pe' | 'macho'; readonly machine: number };

export interface VerifyPolicy {
  readonly platform: PlatformId;
  /** `2.28`; absent: reported, not enforced. */
  readonly maxGlibc?: string;
  /** Absolute paths and secret values that must not stand in any file. */
  readonly forbidden: readonly { readonly what: string; readonly text: string }[];
}

export interface VerifyReport {
  /** Binaries found, by path. */
  readonly binaries: readonly { readonly path: string; readonly glibc?: string }[];
  /** Binaries that are only data here, by path: launchers for other systems, code for devices. */
  readonly data: readonly string[];
  /** Highest glibc that any binary asks for: `2.17`; absent when none asks. */
  readonly glibc?: string;
  readonly files: number;
  /** Bytes. */
  readonly size: number;
}

/** How an artefact was checked. Never claimed higher than it was. */
export type Level = 'executed' | 'emulated' | 'linked';
