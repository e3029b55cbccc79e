import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMusl, thisHost } from './host';

it('knows the machine that runs the tests', () => {
  expect(thisHost()?.node).toEqual({ platform: process.platform, arch: process.arch });
});

it('tells musl from glibc by the loader that a program names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-host-'));
  const program = (loader: string): string => {
    const file = join(folder, loader.replaceAll('/', '-'));
    writeFileSync(file, Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(800), Buffer.from(`${loader}\0`)]));
    return file;
  };
  try {
    expect(isMusl(program('/lib/ld-musl-x86_64.so.1'))).toBe(true);
    expect(isMusl(program('/lib64/ld-linux-x86-64.so.2'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
