/** The folder that wine takes for a Windows: made once per version, and only ever copied from. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import { type Command, execute } from './exec';
import { forwarderDll } from './forwarder-dll';
import { installFolder, reportGrowth } from './install-folder';
import type { ToolchainContext } from './types';

/** Raised when what is made here changes. */
const LAYOUT = 1;
const SETUP_MS = 300_000;

export interface WineProgram {
  /** Absolute paths. */
  readonly path: string;
  readonly server: string;
  /** `8.0` */
  readonly version: string;
}

/**
 * A Windows 10 with empty homes, about 700 MB, below Kiln's tools.
 * @returns its folder
 * @throws KilnError EMULATOR_MISSING when wine cannot make one, CANCELLED, STORE_UNWRITABLE, DISK_FULL
 */
export function winePrefix(ctx: ToolchainContext, wine: WineProgram): Promise<string> {
  const label = `set up wine ${wine.version}`;
  const make = async (scratch: string): Promise<string> => {
    const prefix = join(scratch, 'prefix');
    const home = join(scratch, 'home');
    mkdirSync(home);
    await reportGrowth(ctx, label, scratch, () => setUp(ctx, wine, { prefix, home }));
    return prefix;
  };
  return installFolder(ctx, { path: `wine-${wine.version}-${LAYOUT}`, label, make });
}

async function setUp(
  ctx: ToolchainContext,
  { path, server }: WineProgram,
  { prefix, home }: { readonly prefix: string; readonly home: string },
): Promise<void> {
  const common: Omit<Command, 'file' | 'args'> = {
    cwd: home,
    env: setupEnvironment(prefix, home),
    signal: ctx.signal,
    timeoutMs: SETUP_MS,
  };
  try {
    await run({ ...common, file: path, args: ['wineboot', '-i'] });
    await run({ ...common, file: path, args: ['winecfg', '-v', 'win10'] });
  } finally {
    // Whatever came of it, nothing of it may go on running; the registry is written when the server ends.
    const after = { ...common, signal: new AbortController().signal, timeoutMs: 20_000, file: server };
    await execute({ ...after, args: ['-k'] });
    await execute({ ...after, args: ['-w'] });
  }
  // Links to this machine's root and ports: whoever walks the folder must not end up there.
  rmSync(join(prefix, 'dosdevices'), { recursive: true });
  const library = join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  if (!existsSync(library)) {
    writeFileSync(library, forwarderDll('bcryptprimitives.dll', 'ProcessPrng', 'ADVAPI32.SystemFunction036'));
  }
}

/** Without parts that ask for downloads, desktops or debuggers. */
function setupEnvironment(prefix: string, home: string): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: home,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml,propsys,winegstreamer=;winemenubuilder.exe,winedbg.exe=d',
  };
}

async function run(command: Command): Promise<void> {
  const { ok, stdout, stderr, timedOut } = await execute(command);
  if (!ok) {
    throw new KilnError('EMULATOR_MISSING', `wine could not set up a Windows (${command.args.join(' ')})`, {
      lines: `${stdout}\n${stderr}`.split('\n').filter(Boolean).slice(-10),
      hint: timedOut
        ? `it did not end within ${SETUP_MS / 1000} s: try wineboot by hand, or run this target on windows-x64`
        : 'try wineboot by hand; a wine for 64 bits is needed (apt-get install wine64)',
    });
  }
}
