/** Starts Windows programs under wine: a relocatable Python stands for an artefact. */
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PINS } from '../toolchain/pins';
import { runtimeFor } from '../toolchain/runtimes';
import { digestFolder, sharedContext } from '../toolchain/toolchain.testing';
import { winePrefix } from '../toolchain/wine-prefix';
import { smoke } from './smoke';
import { findWine, type Wine } from './wine';

jest.setTimeout(300_000);

const wine = findWine('windows-x64', 'linux-x64', process.env) as Wine;
let artefact = '';
let pristine = '';
beforeAll(async () => {
  const ctx = await sharedContext({ pythons: {}, runtimes: { provider: 'go-module', modules: PINS.goModules } });
  pristine = await winePrefix(ctx, wine);
  artefact = mkdtempSync(join(tmpdir(), 'kiln wine é-'));
  cpSync(await runtimeFor('3.14.6', 'windows-x64', ctx).toolchain.resolve(), artefact, { recursive: true });
});
afterAll(() => rmSync(artefact, { recursive: true, force: true }));

function start(code: string, timeoutS = 120) {
  return smoke({
    artefact,
    executable: 'python.exe',
    platform: 'windows-x64',
    host: 'linux-x64',
    args: ['-I', '-B', '-X', 'utf8', '-c', code],
    timeoutS,
    env: { MODE: 'x' },
    wine: { ...wine, pristine },
    signal: new AbortController().signal,
    onOutput: () => undefined,
  });
}

/** Command lines of all processes; those that end meanwhile have none. */
function commands(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}

it('starts a Windows program in an empty Windows of its own, with its child processes', async () => {
  const before = digestFolder(pristine);
  const { stdout, stderr, ...result } = await start(
    `import os, subprocess, sys, ctypes
open(os.path.expanduser('~/Documents/left'), 'w').write('x')
open('C:/windows/temp/left', 'w').write('x')
print(sys.platform, sys.getwindowsversion().major, os.environ['MODE'], repr(sys.stdin.read()))
print(os.listdir('.'), 'PYTHONPATH' in os.environ, 'é' in sys.executable)
print(subprocess.run([sys.executable, '-c', 'print(6 * 7)'], capture_output=True, text=True).stdout)
buffer = ctypes.create_string_buffer(16)
print(ctypes.WinDLL('bcryptprimitives.dll').ProcessPrng(buffer, 16) & 1, any(buffer.raw))`,
  );
  expect(stdout.split(/\r?\n/)).toEqual(["win32 10 x ''", '[] False True', '42', '', '1 True', '']);
  expect(stderr).toBe('');
  expect(result).toEqual({
    level: 'emulated',
    runner: { kind: 'emulator', name: 'wine', version: wine.version, cpu: 'x64', children: true },
    exitCode: 0,
  });
  expect(digestFolder(pristine)).toBe(before);
});

it('tells exit code and output', async () => {
  await expect(start('import sys; sys.exit("no")')).rejects.toMatchObject({
    code: 'SMOKE_FAILED',
    message: 'python.exe ended with exit code 1 (under wine)',
    lines: ['no', expect.stringContaining('WINEDLLOVERRIDES=')],
  });
});

it('ends all of it when the time is over', async () => {
  const endless = start(
    'import subprocess, sys; subprocess.run([sys.executable, "-c", "import time; time.sleep(99)"])',
    8,
  );
  await expect(endless).rejects.toMatchObject({ message: 'python.exe did not end within 8 s (under wine)' });
  expect(commands().filter((command) => command.includes('sleep(99)'))).toEqual([]);
});

it('names the library that is not there', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'kiln-wine-'));
  copyFileSync(join(artefact, 'python.exe'), join(broken, 'python.exe'));
  const request = {
    executable: 'python.exe',
    platform: 'windows-x64',
    host: 'linux-x64',
    args: [],
    timeoutS: 60,
  } as const;
  const ended = smoke({
    ...request,
    artefact: broken,
    env: {},
    wine: { ...wine, pristine },
    signal: new AbortController().signal,
    onOutput: () => undefined,
  });
  await expect(ended).rejects.toMatchObject({ hint: expect.stringMatching(/^python314\.dll is not in the artefact/) });
  rmSync(broken, { recursive: true });
});

it('starts x64 programs of Windows on x64 alone', () => {
  expect(findWine('windows-x64', 'linux-x64', process.env)).toMatchObject({ name: 'wine', cpu: 'x64' });
  expect(findWine('windows-x64', 'linux-arm64', process.env)).toBeUndefined();
  expect(findWine('macos-arm64', 'linux-x64', process.env)).toBeUndefined();
});
