import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlatformId, platformById } from '../src/model/platforms';
import { readElf } from '../src/verify/elf';
import { readMacho } from '../src/verify/macho';
import { readPe } from '../src/verify/pe';
import type { ElfFacts, PeFacts } from '../src/verify/types';
import { buildLaunchers, needed, ROOT } from './launcher.testing';

jest.setTimeout(600_000);

const BUILT: readonly PlatformId[] = ['linux-x64', 'linux-arm64', 'windows-x64', 'macos-x64', 'macos-arm64'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher build '));
  buildLaunchers(ROOT, join(folder, 'here'), needed('KILN_TEST_ZIG_CACHE'), BUILT);
});
afterAll(() => rmSync(folder, { recursive: true }));
const built = (place: string, platform: string, program = 'launcher') =>
  readFileSync(join(folder, place, platform, program));

test('another directory and an empty cache give the same bytes', () => {
  const copy = join(folder, 'a copy', 'of the checkout');
  mkdirSync(join(copy, 'src', 'model'), { recursive: true });
  for (const part of ['launcher', 'scripts', 'src/model/platforms.ts']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

  const ids = ['linux-x64', 'macos-arm64', 'windows-x64'];
  buildLaunchers(copy, join(folder, 'there'), join(folder, 'cache-there'), ids);
  for (const id of ids) {
    expect([id, built('there', id).equals(built('here', id))]).toEqual([id, true]);
  }
  expect(readdirSync(join(folder, 'there'))).toEqual(ids);
});

describe.each(BUILT)('the launcher for %s', (id) => {
  test('is small and holds no path of the machine that built it', () => {
    const text = built('here', id).toString('latin1');
    expect(text.length).toBeLessThan(80 * 1024);
    const paths = [folder, ROOT, tmpdir(), 'ziglang', needed('KILN_TEST_ZIG_CACHE'), '.pdb'];
    expect(paths.filter((path) => text.includes(path))).toEqual([]);
  });
});

const machineOf = (id: PlatformId) => platformById(id)?.binary.machine;

describe.each(['linux-x64', 'linux-arm64'] as const)('the launcher for %s', (id) => {
  test('is an ELF program for its CPU that needs glibc alone, none newer than 2.17', () => {
    const found = readElf(built('here', id)) as ElfFacts;
    expect(found.machine).toBe(machineOf(id));
    expect(found.needed.filter((name) => !/^lib(c|dl)\.so\.\d$/.test(name))).toEqual([]);
    const minors = found.versions.map((version) => Number(/GLIBC_2\.(\d+)/.exec(version)?.[1]));
    expect(minors.length).toBeGreaterThan(0);
    expect(Math.max(...minors)).toBeLessThanOrEqual(17);
    expect(built('here', id).includes('.note.gnu.build-id')).toBe(false);
  });
});

describe.each(['macos-x64', 'macos-arm64'] as const)('the launcher for %s', (id) => {
  test('is a Mach-O program for its CPU that needs macOS 11 and the system’s library alone', () => {
    const slices = readMacho(built('here', id))?.slices;
    expect(slices).toMatchObject([{ machine: machineOf(id), filetype: 2, rpath: [], system: 1, minimum: '11.0' }]);
    expect(slices?.[0]?.libraries).toEqual([{ path: '/usr/lib/libSystem.B.dylib', weak: false }]);
  });
});

test('the launcher for macos-arm64 is signed, which its system demands; the signature is that of its bytes', () => {
  const bytes = Buffer.from(built('here', 'macos-arm64'));
  expect(readMacho(bytes)?.slices[0]?.signature).toBe('good');
  bytes[0x4100] = (bytes[0x4100] as number) ^ 1;
  expect(readMacho(bytes)?.slices[0]?.signature).toBe('damaged');
});

test.each([
  ['launcher', 3, /^(api-ms-win-crt-.*|kernel32)\.dll$/i],
  ['launcherw', 2, /^(api-ms-win-crt-.*|kernel32|user32)\.dll$/i],
])('windows-x64: %s is a PE program of its subsystem that needs the system’s DLLs alone', (program, subsystem, own) => {
  const bytes = built('here', 'windows-x64', program);
  const found = readPe(bytes) as PeFacts;
  expect(found).toMatchObject({ machine: machineOf('windows-x64'), subsystem, delayed: [] });
  expect(found.imports.filter((name) => !own.test(name))).toEqual([]);
  expect(bytes.includes('longPathAware')).toBe(true);
});

test('a platform without a launcher is refused, and those that exist are named', () => {
  expect(() => buildLaunchers(ROOT, join(folder, 'none'), join(folder, 'cache'), ['linux-armv7'])).toThrow(
    'no launcher for linux-armv7; there are: linux-x64, linux-arm64, windows-x64, macos-x64, macos-arm64',
  );
});
