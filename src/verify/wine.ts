/** Finds wine, gives each start a Windows of its own, and ends what is left of it. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SYSTEM_PATH } from '../engine/runner/command';
import { startProcess } from '../engine/runner/process';
import { KilnError } from '../model/errors';
import type { PlatformId } from '../model/platforms';
import { canRunUnderWine, WINE_PROGRAMS } from '../model/runners';
import { onPath } from './on-path';
import { platformOf } from './policy';
import { runnerVersion } from './runner-version';

export interface Wine {
  readonly name: 'wine';
  /** Absolute paths of the loader and of the server that holds what wine's programs share. */
  readonly path: string;
  readonly server: string;
  /** `8.0` */
  readonly version: string;
  readonly cpu: string;
}

const END_MS = 20_000;

/**
 * wine from PATH, for Windows programs of the host's own CPU.
 * @returns undefined where it does not fit or is not installed
 * @throws KilnError EMULATOR_MISSING when it is there and not usable
 */
export function findWine(id: PlatformId, host: PlatformId, env: NodeJS.ProcessEnv): Wine | undefined {
  const platform = platformOf(id);
  const [path] = canRunUnderWine(platform, platformOf(host))
    ? WINE_PROGRAMS.flatMap((program) => onPath(program, env.PATH ?? ''))
    : [];
  if (!path) {
    return undefined;
  }
  const [server] = onPath('wineserver', env.PATH ?? '');
  if (!server) {
    throw new KilnError('EMULATOR_MISSING', `${path} is there, and wineserver is not on PATH`, {
      hint: 'install wine whole (apt-get install wine), or put the folder of its programs on PATH',
    });
  }
  return {
    name: 'wine',
    path,
    server,
    version: runnerVersion(path, /^wine-(\d+(?:\.\d+)+)/, { PATH: SYSTEM_PATH }),
    cpu: platform.cpu,
  };
}

/** Settings of wine for one prefix: nothing is asked, drawn or written outside; a library that is not found is told. */
export function wineSettings(prefix: string): Record<string, string> {
  return {
    WINEPREFIX: prefix,
    WINEDEBUG: '-all,err+module',
    WINEDLLOVERRIDES: 'mscoree,mshtml,propsys=;winemenubuilder.exe,winedbg.exe=d',
  };
}

/**
 * A prefix whose Windows is that of `pristine`, and whose registry, homes and temporary files are its own.
 * @param folder absolute, made here
 */
export async function clonePrefix(pristine: string, folder: string): Promise<void> {
  await mkdir(join(folder, 'drive_c', 'windows', 'temp'), { recursive: true });
  await mkdir(join(folder, 'dosdevices'));
  await symlink('../drive_c', join(folder, 'dosdevices', 'c:'));
  await symlink('/', join(folder, 'dosdevices', 'z:'));
  for (const name of await readdir(pristine)) {
    if (name.endsWith('.reg') || name === '.update-timestamp') {
      await copyFile(join(pristine, name), join(folder, name), constants.COPYFILE_FICLONE);
    }
  }
  await Promise.all([
    linkChildren(pristine, folder, 'drive_c', ['windows', 'users']),
    linkChildren(pristine, folder, join('drive_c', 'windows'), ['temp']),
    copyHomes(join(pristine, 'drive_c', 'users'), join(folder, 'drive_c', 'users')),
  ]);
}

async function linkChildren(from: string, to: string, at: string, except: readonly string[]): Promise<void> {
  const names = (await readdir(join(from, at))).filter((name) => !except.includes(name));
  await Promise.all(names.map((name) => symlink(join(from, at, name), join(to, at, name))));
}

/** Folders alone: wine makes links into the user's home, and nothing of the user's may help. */
async function copyHomes(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of await readdir(from)) {
    const kind = await lstat(join(from, name));
    if (kind.isDirectory()) {
      await copyHomes(join(from, name), join(to, name));
    } else if (kind.isSymbolicLink()) {
      await mkdir(join(to, name));
    }
  }
}

/** Ends every program of a prefix; the server leaves the group that started it. */
export async function endWine({ server }: Pick<Wine, 'server'>, prefix: string): Promise<void> {
  for (const flag of ['-k', '-w']) {
    const running = await startProcess({
      file: server,
      args: [flag],
      cwd: prefix,
      env: { PATH: SYSTEM_PATH, WINEPREFIX: prefix },
      stdin: 'closed',
      onStdout: () => undefined,
      onStderr: () => undefined,
      // Also after an interruption.
      signal: new AbortController().signal,
      timeoutMs: END_MS,
    });
    await running.ended;
  }
}
