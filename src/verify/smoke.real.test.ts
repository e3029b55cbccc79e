/** Starts programs natively and under qemu-user; the arm64 ones are made here, without a compiler. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformId } from '../model/platforms';
import { hostPlatform } from '../model/platforms';
import { executingProgram, printingProgram, waitingProgram } from './arm64.testing';
import { findEmulator } from './emulator';
import { type SmokeRequest, smoke } from './smoke';

const host = hostPlatform(process.platform, process.arch)?.id as PlatformId;
const emulator = findEmulator('linux-arm64', process.env);
// Ending what does not want to end takes seconds.
jest.setTimeout(60_000);
let artefact = '';
beforeEach(() => {
  artefact = mkdtempSync(join(tmpdir(), 'kiln smoke é-'));
});
afterEach(() => {
  rmSync(artefact, { recursive: true });
});

function put(name: string, content: string | Buffer): string {
  writeFileSync(join(artefact, name), content, { mode: 0o755 });
  return join(artefact, name);
}

function start(changes: Partial<SmokeRequest> = {}) {
  const request: SmokeRequest = {
    artefact,
    executable: 'app',
    platform: host,
    host,
    args: [],
    timeoutS: 60,
    env: {},
    signal: new AbortController().signal,
    onOutput: () => undefined,
    ...changes,
  };
  return smoke(request);
}

/** A killed process stays known until init has taken note of it. Waits for ever for a living one: the test's time is up then. */
async function gone(pid: number): Promise<void> {
  expect(pid).toBeGreaterThan(1);
  const isKnown = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ESRCH' });
      return false;
    }
  };
  while (isKnown()) {
    await sleep(20);
  }
}

/** As on a host of another platform: arm64 goes to the emulator. */
const foreign = { platform: 'linux-arm64', host: 'linux-x64', ...(emulator ? { emulator } : {}) } as const;

describe('native', () => {
  it('starts in an empty place with nothing of the user’s', async () => {
    process.env.PYTHONPATH = '/junk';
    put('app', '#!/bin/sh\nls -A . "$HOME" "$TMPDIR"; env | cut -d= -f1 | sort; echo "$1 $MODE" >&2\n');
    const seen: string[] = [];
    const result = await start({ args: ['a b'], env: { MODE: 'x' }, onOutput: (text) => seen.push(text) });
    delete process.env.PYTHONPATH;
    expect(result).toMatchObject({ level: 'executed', runner: { kind: 'native' }, exitCode: 0, stderr: 'a b x\n' });
    expect(result.stdout.split('\n').filter((line) => /^[A-Z]+$/.test(line))).toEqual([
      ...['HOME', 'LANG', 'MODE', 'PATH', 'PWD', 'TMPDIR'],
    ]);
    expect(seen.join('')).toContain('a b x');
  });

  it('fails with exit code, last lines and command', async () => {
    put('app', '#!/bin/sh\necho "ModuleNotFoundError: No module named \'yaml\'" >&2\nexit 7\n');
    await expect(start()).rejects.toMatchObject({
      code: 'SMOKE_FAILED',
      message: 'app ended with exit code 7',
      lines: ["ModuleNotFoundError: No module named 'yaml'", expect.stringMatching(/^command: env -i .*\/app'$/)],
      hint: expect.stringContaining('module yaml'),
    });
  });

  it('ends the whole group when the time is over, and leaves no folder behind', async () => {
    put('app', '#!/bin/sh\ntrap "" TERM\nsleep 300 &\necho "$! $PWD"\nwait\n');
    let said = '';
    const onOutput = (text: string): void => void (said += text);
    await expect(start({ timeoutS: 1, onOutput })).rejects.toMatchObject({
      code: 'SMOKE_FAILED',
      message: 'app did not end within 1 s',
    });
    const [pid, folder] = said.trim().split(' ') as [string, string];
    await gone(Number(pid));
    expect(existsSync(folder)).toBe(false);
  });

  it('can be interrupted', async () => {
    put('app', '#!/bin/sh\necho up\nsleep 300\n');
    const abort = new AbortController();
    await expect(start({ signal: abort.signal, onOutput: () => abort.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('ends what the program left running', async () => {
    put('app', '#!/bin/sh\nsleep 300 &\necho $!\n');
    const { stdout } = await start();
    await gone(Number(stdout));
  });

  it('tells a missing program, a program for another machine, a damaged one and one that may not run', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'OUTPUT_MISSING' });
    put('app', printingProgram('x', 0, { machine: 20 }));
    await expect(start()).rejects.toMatchObject({
      code: 'SMOKE_FAILED',
      message: expect.stringMatching(/^app is ELF for machine 20|^app is ELF for PowerPC/),
    });
    put('app', printingProgram('x').subarray(0, 60));
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('a damaged ELF file') });
    put('app', '#!/nowhere/python\n');
    await expect(start()).rejects.toMatchObject({ message: 'app could not be started: ENOENT' });
  });
});

describe('emulated', () => {
  it('has an emulator here', () => {
    expect(emulator).toMatchObject({
      name: 'qemu-aarch64',
      version: expect.stringMatching(/^\d+\.\d+/),
      cpu: 'cortex-a72',
    });
  });

  it('runs a static arm64 program', async () => {
    put('app', printingProgram('hello from arm64\n'));
    expect(await start(foreign)).toMatchObject({
      level: 'emulated',
      runner: { kind: 'emulator', name: 'qemu-aarch64', cpu: 'cortex-a72' },
      exitCode: 0,
      stdout: 'hello from arm64\n',
      stderr: '',
    });
  });

  it('runs what the program starts, by a rule that the host never sees', async () => {
    const rules = (): string[] =>
      existsSync('/proc/sys/fs/binfmt_misc') ? readdirSync('/proc/sys/fs/binfmt_misc') : [];
    const before = rules();
    put('app', executingProgram(put('child', printingProgram('child\n'))));
    const { stdout, runner } = await start(foreign);
    expect(stdout).toBe('child\n');
    expect(runner).toMatchObject({ children: true });
    expect(rules()).toEqual(before);
  });

  it('runs the program alone where the host refuses a private rule, and says so', async () => {
    // A rule cannot hold this path: its parts are divided by colons.
    const path = join(artefact, 'qemu:user');
    symlinkSync(emulator?.path ?? '', path);
    const refused = { ...foreign, ...(emulator ? { emulator: { ...emulator, path } } : {}) };
    put('app', printingProgram('alone\n'));
    expect(await start(refused)).toMatchObject({ stdout: 'alone\n', runner: { children: false } });
    put('app', executingProgram(put('child', printingProgram('child\n'))));
    await expect(start(refused)).rejects.toMatchObject({ message: 'app ended with exit code 99 (under qemu-aarch64)' });
  });

  it('gives a dynamic program its loader from the sysroot', async () => {
    put('app', printingProgram('', 0, { interpreter: '/ld-kiln.so.1' }));
    put('ld-kiln.so.1', printingProgram('loaded\n', 0, { base: 0x40000000 }));
    const sysroots = [artefact];
    const { stdout } = await start({ ...foreign, ...(emulator ? { emulator: { ...emulator, sysroots } } : {}) });
    expect(stdout).toBe('loaded\n');
  });

  it('gives what a static program starts its loader from the sysroot', async () => {
    mkdirSync(join(artefact, 'lib'));
    put('lib/ld-linux-aarch64.so.1', printingProgram('loaded\n', 0, { base: 0x40000000 }));
    const child = put('child', printingProgram('', 0, { interpreter: '/lib/ld-linux-aarch64.so.1' }));
    put('app', executingProgram(child));
    const sysroots = [artefact];
    const { stdout } = await start({ ...foreign, ...(emulator ? { emulator: { ...emulator, sysroots } } : {}) });
    expect(stdout).toBe('loaded\n');
  });

  it('tells exit code, missing emulator and missing libraries', async () => {
    put('app', printingProgram('no\n', 9));
    await expect(start(foreign)).rejects.toMatchObject({
      message: 'app ended with exit code 9 (under qemu-aarch64)',
      lines: ['no', expect.stringMatching(/QEMU_CPU=cortex-a72 .*qemu-aarch64/)],
    });
    const without = { platform: 'linux-arm64', host: 'linux-x64' } as const;
    await expect(start(without)).rejects.toMatchObject({ code: 'EMULATOR_MISSING' });
    put('app', printingProgram('', 0, { interpreter: '/lib/ld-kiln.so.1' }));
    await expect(start(foreign)).rejects.toMatchObject({ code: 'EMULATOR_MISSING' });
  });

  it('ends when the time is over', async () => {
    put('app', waitingProgram());
    await expect(start({ ...foreign, timeoutS: 1 })).rejects.toMatchObject({
      message: 'app did not end within 1 s (under qemu-aarch64)',
    });
  });
});
