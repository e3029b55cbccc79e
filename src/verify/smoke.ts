/** Starts an artefact where nothing of the user's helps it, natively or emulated, and says how it ended. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_PATH } from '../engine/runner/command';
import { startProcess } from '../engine/runner/process';
import { KilnError } from '../model/errors';
import type { Platform, PlatformId } from '../model/platforms';
import { withPrivateBinfmt } from './binfmt';
import { type Emulator, emulatorMissing } from './emulator';
import { mismatch, platformOf } from './policy';
import { readBinary } from './read-binary';
import { smokeFailure } from './smoke-failure';
import { emulatedStart, nativeStart, type Start, type StartRequest, wineStart } from './start';
import { findSysroot, usualSysroot } from './sysroot';
import type { BinaryFacts, Level } from './types';
import { levelOf, type Runner } from './verification';
import { clonePrefix, endWine, type Wine } from './wine';

export interface SmokeRequest {
  /** Absolute folder. */
  readonly artefact: string;
  /** What is started, relative to the artefact. */
  readonly executable: string;
  readonly platform: PlatformId;
  readonly host: PlatformId;
  readonly args: readonly string[];
  /** Seconds. */
  readonly timeoutS: number;
  /** Added to a clean environment; nothing else of the user's gets in. */
  readonly env: Readonly<Record<string, string>>;
  /** From `findEmulator`; used when the platform is not the host's. */
  readonly emulator?: Emulator;
  /** From `findWine`, with the folder of a prefix that is copied and never changed. */
  readonly wine?: Wine & { readonly pristine: string };
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

export interface SmokeResult {
  readonly level: Level;
  readonly runner: Runner;
  readonly exitCode: number;
  /** The last 256 kB. */
  readonly stdout: string;
  readonly stderr: string;
}

const KEPT = 256 * 1024;
const PROBE_MS = 10_000;

/**
 * Starts an artefact in an empty private folder with an empty home, and ends all that it started.
 * @throws KilnError SMOKE_FAILED unless it ends by itself with exit code 0; EMULATOR_MISSING when this host cannot run it;
 *   OUTPUT_MISSING when there is no such program; CANCELLED
 */
export async function smoke(request: SmokeRequest): Promise<SmokeResult> {
  const platform = platformOf(request.platform);
  const facts = await readProgram(request, platform);
  const room = await mkdtemp(join(tmpdir(), 'kiln-smoke-'));
  try {
    const [work, home, temporary] = await folders(room, ['work', 'home', 'tmp']);
    const program = join(request.artefact, request.executable);
    const wanted: StartRequest = { ...request, program, home, temporary };
    return request.wine && request.platform !== request.host
      ? await runUnderWine(request, platform, request.wine, wanted, room, work)
      : await run(request, platform, await decideStart(request, platform, facts, room, wanted), work);
  } finally {
    await rm(room, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Facts of the program, undefined for a script. A wrong machine is told here: the kernel's words for it help nobody. */
async function readProgram({ artefact, executable }: SmokeRequest, platform: Platform) {
  const bytes = await readFile(join(artefact, executable)).catch((cause: unknown) => {
    throw new KilnError('OUTPUT_MISSING', `there is no ${executable} in the artefact`, {
      lines: [join(artefact, executable)],
      hint: 'build the artefact first',
      cause,
    });
  });
  const binary = readBinary(bytes);
  const found = binary && ('facts' in binary ? mismatch(binary.facts, platform) : `a ${binary.damaged}`);
  if (found) {
    throw new KilnError('SMOKE_FAILED', `${executable} is ${found}, not a ${platform.id} program`, {
      hint: `build it for ${platform.id}, or smoke the platform that it is for`,
    });
  }
  return binary && 'facts' in binary ? binary.facts : undefined;
}

async function folders<const T extends readonly string[]>(room: string, names: T): Promise<{ [K in keyof T]: string }> {
  const paths = names.map((name) => join(room, name));
  await Promise.all(paths.map((path) => mkdir(path)));
  return paths as { [K in keyof T]: string };
}

async function decideStart(
  { platform: id, host, emulator, signal }: SmokeRequest,
  platform: Platform,
  facts: BinaryFacts | undefined,
  room: string,
  start: StartRequest,
): Promise<Start> {
  if (id === host) {
    return nativeStart(start);
  }
  if (!emulator) {
    throw emulatorMissing(platform, host);
  }
  // A static program brings its C library with it; what it starts may not.
  const loader = facts?.format === 'elf' ? facts.interpreter : undefined;
  const sysroot =
    loader === undefined ? usualSysroot(emulator.sysroots, platform) : findSysroot(loader, emulator.sysroots, platform);
  const [binfmt] = await folders(room, ['binfmt']);
  const children = await canEmulateChildren(emulator, platform, binfmt, signal);
  return emulatedStart(start, {
    emulator,
    platform,
    ...(sysroot === undefined ? {} : { sysroot }),
    ...(children ? { binfmt } : {}),
  });
}

async function runUnderWine(
  request: SmokeRequest,
  platform: Platform,
  wine: Wine & { readonly pristine: string },
  wanted: StartRequest,
  room: string,
  work: string,
): Promise<SmokeResult> {
  const prefix = join(room, 'prefix');
  await clonePrefix(wine.pristine, prefix);
  try {
    return await run(request, platform, wineStart(wanted, wine, prefix), work);
  } finally {
    await endWine(wine, prefix);
  }
}

/** Whether this host lets us make a private rule: found out by making one. */
async function canEmulateChildren(
  emulator: Emulator,
  platform: Platform,
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  const [file, ...args] = withPrivateBinfmt(emulator, platform, folder, ['/bin/true']);
  const probe = startProcess({
    file,
    args,
    cwd: folder,
    env: { PATH: SYSTEM_PATH },
    stdin: 'closed',
    onStdout: () => undefined,
    onStderr: () => undefined,
    signal,
    timeoutMs: PROBE_MS,
  });
  return (await probe.ended).exitCode === 0;
}

async function run(request: SmokeRequest, platform: Platform, start: Start, cwd: string): Promise<SmokeResult> {
  const { onOutput, signal, timeoutS, executable } = request;
  const both = tail();
  const [stdout, stderr] = [tail(), tail()];
  const listen = (own: Tail): ((chunk: Buffer) => void) => {
    const decoder = new TextDecoder();
    return (chunk) => {
      const text = decoder.decode(chunk, { stream: true });
      own.add(text);
      both.add(text);
      onOutput(text);
    };
  };
  const [file, ...args] = start.argv;
  const running = startProcess({
    file,
    args,
    cwd,
    env: start.env,
    stdin: start.stdin,
    onStdout: listen(stdout),
    onStderr: listen(stderr),
    signal,
    timeoutMs: timeoutS * 1000,
  });
  running.stdin?.end();
  const ended = await running.ended;
  const failure = smokeFailure({ executable, platform, start, timeoutS, output: both.text() }, ended);
  if (failure) {
    throw failure;
  }
  return {
    level: levelOf(start.runner),
    runner: start.runner,
    exitCode: 0,
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

interface Tail {
  add(text: string): void;
  text(): string;
}

/** Keeps the end of a stream of any length. */
function tail(): Tail {
  let kept = '';
  return {
    add(text) {
      kept = (kept + text).slice(-KEPT);
    },
    text: () => kept,
  };
}
