import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { hashInstalled as Hash } from './installed-hash';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'kiln-plugin-'));
  mkdirSync(join(base, 'src'));
  writeFileSync(join(base, 'src', 'a.js'), 'one');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('follows content, not time', () => {
  const before = fresh()(base);
  utimesSync(join(base, 'src', 'a.js'), 1, 1);
  expect(fresh()(base)).toBe(before);
  writeFileSync(join(base, 'src', 'a.js'), 'two!');
  expect(fresh()(base)).not.toBe(before);
});

it('passes over what makes no artefact', () => {
  const before = fresh()(base);
  writeFileSync(join(base, 'src', 'a.d.ts'), 'x');
  writeFileSync(join(base, 'package.json'), '{}');
  expect(fresh()(base)).toBe(before);
  mkdirSync(join(base, 'launcher'));
  writeFileSync(join(base, 'launcher', 'linux-x64'), 'x');
  expect(fresh()(base)).not.toBe(before);
});

/** As another process of Nx would see it. */
function fresh(): typeof Hash {
  let hash: typeof Hash | undefined;
  jest.isolateModules(() => {
    hash = (require('./installed-hash') as { hashInstalled: typeof Hash }).hashInstalled;
  });
  return hash as typeof Hash;
}

describe('with a memory', () => {
  const later = 1000 * 60 * 60;
  beforeEach(() => jest.useFakeTimers({ now: Date.now() + later }));
  afterEach(() => jest.useRealTimers());

  it('reads nothing again while no stamp moves', () => {
    const memory = join(base, 'memory.json');
    const hash = fresh()(base, memory);
    const kept = JSON.parse(readFileSync(memory, 'utf8')) as { signature: string };
    // What is kept is believed: a marked answer comes back.
    writeFileSync(memory, JSON.stringify({ ...kept, hash: 'marked' }));
    expect(fresh()(base, memory)).toBe('marked');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sees another content of the same size and time, as npm installs it', () => {
    const memory = join(base, 'memory.json');
    const file = join(base, 'src', 'a.js');
    utimesSync(file, 500_000_000, 500_000_000);
    const before = fresh()(base, memory);
    rmSync(file);
    writeFileSync(file, 'two');
    utimesSync(file, 500_000_000, 500_000_000);
    expect(statSync(file).size).toBe(3);
    expect(fresh()(base, memory)).not.toBe(before);
  });

  it('passes over a damaged memory and one that cannot be written', () => {
    const memory = join(base, 'memory.json');
    const hash = fresh()(base, memory);
    writeFileSync(memory, '{');
    expect(fresh()(base, memory)).toBe(hash);
    expect(fresh()(base, join(base, 'src', 'a.js', 'no'))).toBe(hash);
  });
});

it('keeps nothing of files that changed a moment ago', () => {
  const memory = join(base, 'memory.json');
  fresh()(base, memory);
  expect(existsSync(memory)).toBe(false);
});
