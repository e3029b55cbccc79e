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
/** What a Windows file says of itself. */
export interface PeFacts {
  readonly format: 'pe';
  /** Machine of the COFF header. */
  readonly machine: number;
  readonly bits: 32 | 64;
  /** Seconds since 1970, or part of a hash where the build was reproducible. */
  readonly timestamp: number;
  /** 2 a program with windows, 3 a console program. */
  readonly subsystem: number;
  /** Libraries that it cannot start without, as it spells them. */
  readonly imports: readonly string[];
  /** Libraries that are loaded when first used. */
  readonly delayed: readonly string[];
}

/** What a macOS file says of itself for one CPU. */
export interface MachoSlice {
  /** cputype. */
  readonly machine: number;
  /** 2 a program, 6 a library, 8 a bundle (Python extension). */
  readonly filetype: number;
  readonly libraries: readonly { readonly path: string; readonly weak: boolean }[];
  readonly rpath: readonly string[];
  /** Own install name. */
  readonly id?: string;
  /** 1 macOS, 2 iOS …; absent in files without a version. */
  readonly system?: number;
  /** Oldest version of it that the file runs on: `11.0`. */
  readonly minimum?: string;
  /** Whether its pages have the hashes that the signature lists. */
  readonly signature: 'none' | 'good' | 'damaged';
}
export interface MachoFacts {
  readonly format: 'macho';
  readonly slices: readonly MachoSlice[];
}
export type BinaryFacts = ElfFacts | PeFacts | MachoFacts;

export interface VerifyPolicy {
  readonly platform: PlatformId;
  /** `2.28`; absent: reported, not enforced. */
  readonly maxGlibc?: string;
  /** `11.0`; absent: reported, not enforced. */
  readonly maxMacos?: string;
  /** Absolute paths and secret values that must not stand in any file. */
  readonly forbidden: readonly { readonly what: string; readonly text: string }[];
}

export interface VerifyReport {
  /** Binaries found, by path. */
  readonly binaries: readonly { readonly path: string; readonly glibc?: string; readonly macos?: string }[];
  /** Binaries that are only data here, by path: launchers for other systems, code for devices. */
  readonly data: readonly string[];
  /** Highest glibc that any binary asks for: `2.17`; absent when none asks. */
  readonly glibc?: string;
  /** Oldest macOS that has all that the binaries ask for: `11.0`; absent on other systems. */
  readonly macos?: string;
  /** What a person should know and what is no reason to refuse the artefact; one sentence each. */
  readonly warnings: readonly string[];
  readonly files: number;
  /** Bytes. */
  readonly size: number;
}

/** A library that a binary cannot be loaded without, and that is neither inside nor part of the operating system. */
export interface MissingLibrary {
  readonly path: string;
  readonly library: string;
}

/** How an artefact was checked. Never claimed higher than it was. */
export type Level = 'executed' | 'emulated' | 'linked';
