/** What a smoke test starts, as data: command, environment, and who runs it. */
import { quoteWord, SYSTEM_PATH } from '../engine/runner/command';
import { maskText, secretsOf } from '../engine/runner/secrets';
import type { Platform } from '../model/platforms';
import { withPrivateBinfmt } from './binfmt';
import type { Emulator } from './emulator';
import type { Runner } from './verification';
import { type Wine, wineSettings } from './wine';

export interface Start {
  readonly argv: readonly [string, ...string[]];
  /** Whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly runner: Runner;
  /** For a person's shell; the same but for the private folders. */
  readonly copyable: string;
  /** wine's programs of Python need an input that is no device. */
  readonly stdin: 'closed' | 'pipe';
}

export interface StartRequest {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  /** What the caller adds to the clean environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Empty private folders, absolute. */
  readonly home: string;
  readonly temporary: string;
}

/** A program of the host's own platform. */
export function nativeStart(request: StartRequest): Start {
  const argv: [string, ...string[]] = [request.program, ...request.args];
  return {
    argv,
    env: environment(request, {}),
    runner: { kind: 'native' },
    copyable: copyable(argv, request.env),
    stdin: 'closed',
  };
}

export interface Emulation {
  readonly emulator: Emulator;
  readonly platform: Platform;
  /** Folder with the platform's loader; absent where there is none, and for `/`. */
  readonly sysroot?: string;
  /** Empty private folder where a rule for child processes can be made; absent where the host refuses it. */
  readonly binfmt?: string;
}

/** A program of another platform. Settings of the emulator go by environment: child processes get them too. */
export function emulatedStart(request: StartRequest, { emulator, platform, sysroot, binfmt }: Emulation): Start {
  const settings = {
    QEMU_CPU: emulator.cpu,
    ...(sysroot === undefined || sysroot === '/' ? {} : { QEMU_LD_PREFIX: sysroot }),
  };
  const command = [request.program, ...request.args];
  const plain: [string, ...string[]] = [emulator.path, ...command];
  return {
    argv: binfmt === undefined ? plain : withPrivateBinfmt(emulator, platform, binfmt, command),
    env: environment(request, settings),
    runner: {
      kind: 'emulator',
      name: emulator.name,
      version: emulator.version,
      cpu: emulator.cpu,
      children: binfmt !== undefined,
    },
    copyable: copyable(plain, { ...request.env, ...settings }),
    stdin: 'closed',
  };
}

/** A Windows program, in a prefix of its own. */
export function wineStart(request: StartRequest, wine: Wine, prefix: string): Start {
  const argv: [string, ...string[]] = [wine.path, request.program, ...request.args];
  const { WINEPREFIX, ...settings } = wineSettings(prefix);
  return {
    argv,
    env: environment(request, { ...settings, WINEPREFIX: prefix }),
    runner: { kind: 'emulator', name: wine.name, version: wine.version, cpu: wine.cpu, children: true },
    copyable: `echo | ${copyable(argv, { ...request.env, ...settings })} | cat`,
    stdin: 'pipe',
  };
}

/** Nothing of the user's: no PYTHON*, no LD_*, an empty home. Windows programs do not start without its system folder. */
function environment({ env, home, temporary }: StartRequest, settings: Readonly<Record<string, string>>) {
  const system: Record<string, string> =
    process.platform === 'win32'
      ? { SystemRoot: process.env.SystemRoot ?? '', PATH: process.env.PATH ?? '', TEMP: temporary, USERPROFILE: home }
      : { PATH: SYSTEM_PATH, LANG: 'C.UTF-8' };
  return { ...system, HOME: home, TMPDIR: temporary, ...settings, ...env };
}

function copyable(argv: readonly string[], env: Readonly<Record<string, string>>): string {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${quoteWord(value)}`);
  const line = [
    'env',
    '-i',
    `PATH=${SYSTEM_PATH}`,
    'HOME=/tmp',
    'LANG=C.UTF-8',
    ...assignments,
    ...argv.map(quoteWord),
  ];
  return maskText(line.join(' '), secretsOf(env));
}
