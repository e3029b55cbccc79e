/** Compares readElf with binutils on programs and libraries of this machine. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readElf } from './elf';

const FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'];
const PER_FOLDER = 40;

/** ELF files spread over each folder, and Node itself. */
function samples(): string[] {
  const found = FOLDERS.flatMap((folder) => {
    const files = list(folder);
    const spread = files.filter((_, i) => i % Math.ceil(files.length / PER_FOLDER) === 0);
    return spread.filter((path) => readFileSync(path).subarray(0, 4).toString('latin1') === '\x7fELF');
  });
  return [...found, realpathSync(process.execPath)];
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(folder, entry.name));
  } catch (error) {
    // The other CPU's folder is not there on most machines.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** What `readelf` says, in ElfFacts' words. */
function readelf(path: string) {
  const out = execFileSync('readelf', ['-W', '-h', '-l', '-d', '-V', path], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 1e9,
    // Warnings about files made by other linkers.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const all = (pattern: RegExp): string[] => [...out.matchAll(pattern)].map((m) => m[1] as string);
  const versions: string[] = [];
  const needs = /Version needs section[^]*?(?=\nVersion |$)/.exec(out)?.[0] ?? '';
  for (const line of needs.split('\n')) {
    const file = /File: (\S+)/.exec(line)?.[1];
    const name = /Name: (\S+)/.exec(line)?.[1];
    versions.push(...(file ? [`${file}:`] : []), ...(name ? [name] : []));
  }
  return {
    bits: all(/Class:\s+ELF(\d+)/g).map(Number)[0],
    endian: all(/Data:\s+.*(little|big) endian/g)[0],
    needed: all(/\(NEEDED\).*\[(.*)\]/g),
    rpath: [...all(/\(RPATH\).*\[(.*)\]/g), ...all(/\(RUNPATH\).*\[(.*)\]/g)].flatMap((p) => p.split(':')),
    soname: all(/\(SONAME\).*\[(.*)\]/g)[0],
    interpreter: all(/interpreter: (.*)\]/g)[0],
    versions: joinVersions(versions),
  };
}

/** `['libc.so.6:', 'GLIBC_2.17', …]` → `['libc.so.6:GLIBC_2.17', …]`, sorted. */
function joinVersions(words: readonly string[]): string[] {
  let file = '';
  return words
    .flatMap((word) => {
      file = word.endsWith(':') ? word : file;
      return word.endsWith(':') ? [] : [`${file}${word}`];
    })
    .sort();
}

it('agrees with readelf', () => {
  const paths = samples();
  expect(paths.length).toBeGreaterThan(50);
  expect(new Set(paths.map(dirname)).size).toBeGreaterThan(2);
  for (const path of paths) {
    const { format: _, machine, flags, ...facts } = readElf(readFileSync(path)) ?? { machine: 0, flags: 0 };
    expect({ path, soname: undefined, interpreter: undefined, ...facts }).toEqual({ path, ...readelf(path) });
  }
});
