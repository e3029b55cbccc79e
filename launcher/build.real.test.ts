import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformById } from '../src/model/platforms';
import { buildLaunchers, ROOT } from './launcher.testing';

jest.setTimeout(300_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher build '));
  buildLaunchers(ROOT, join(folder, 'here'), join(folder, 'cache-here'), ['linux-x64', 'linux-arm64']);
});
afterAll(() => rmSync(folder, { recursive: true }));
const built = (place: string, platform: string) => readFileSync(join(folder, place, platform, 'launcher'));

test('another directory and an empty cache give the same bytes', () => {
  const copy = join(folder, 'a copy', 'of the checkout');
  mkdirSync(join(copy, 'src', 'model'), { recursive: true });
  for (const part of ['launcher', 'scripts', 'src/model/platforms.ts']) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  buildLaunchers(copy, join(folder, 'there'), join(folder, 'cache-there'), ['linux-x64']);
  expect(built('there', 'linux-x64').equals(built('here', 'linux-x64'))).toBe(true);
  expect(readdirSync(join(folder, 'there'))).toEqual(['linux-x64']);
});

describe.each(['linux-x64', 'linux-arm64'])('the launcher for %s', (id) => {
  test('is an ELF program for its CPU, small, without a build id', () => {
    const bytes = built('here', id);
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(bytes.readUInt16LE(18)).toBe(platformById(id)?.binary.machine);
    expect(bytes.length).toBeLessThan(64 * 1024);
    expect(bytes.includes('.note.gnu.build-id')).toBe(false);
  });

  test('asks for no glibc newer than 2.17', () => {
    const minors = [
      ...built('here', id)
        .toString('latin1')
        .matchAll(/GLIBC_2\.(\d+)/g),
    ].map((m) => Number(m[1]));
    expect(minors.length).toBeGreaterThan(0);
    expect(Math.max(...minors)).toBeLessThanOrEqual(17);
  });

  test('holds no path of the machine that built it', () => {
    const text = built('here', id).toString('latin1');
    expect([folder, ROOT, tmpdir(), 'ziglang', 'cache-here'].filter((path) => text.includes(path))).toEqual([]);
  });
});

test('a platform without a launcher is refused, and those that exist are named', () => {
  expect(() => buildLaunchers(ROOT, join(folder, 'none'), join(folder, 'cache-here'), ['windows-x64'])).toThrow(
    'no launcher for windows-x64; there are: linux-x64, linux-arm64',
  );
});
