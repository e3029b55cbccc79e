/** The one way in which a relocatable Python is installed, whoever provides it: by uv, from an archive of known hash. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';
import { execute } from './exec';
import { explainFailure, type Fetching } from './failures';
import { uvEnvironment } from './fetch-env';
import { reportGrowth } from './install-folder';
import { restoreFromArchive } from './normalise';
import { hashFile } from './tar';
import type { ToolchainContext, Uv } from './types';

export interface PythonArchive {
  /** `https:` or `file:` */
  readonly url: string;
  readonly sha256: string;
  /** The same as a file, where it is on this machine. */
  readonly file?: string;
}

export interface PythonInstallation {
  readonly version: string;
  readonly platform: Platform;
  readonly archive: PythonArchive;
  readonly fetching: Fetching;
}

/** uv's full name of a Python: `cpython-3.14.6-linux-aarch64-gnu`. */
export function uvKey(version: string, platform: Platform): string {
  return `cpython-${version}-${platform.uvPython}`;
}

/** One entry in the format that UV_PYTHON_DOWNLOADS_JSON_URL takes: the only Python that uv then knows. */
export function downloadsJson(version: string, platform: Platform, { url, sha256 }: PythonArchive): string {
  const [os, cpu, libc] = platform.uvPython.split('-') as [string, string, string];
  const [major, minor, patch] = version.split('.').map(Number);
  const entry = {
    name: 'cpython',
    arch: { family: cpu, variant: null },
    // uv's own metadata says darwin where its keys say macos.
    os: os === 'macos' ? 'darwin' : os,
    libc,
    ...{ major, minor, patch, prerelease: null, url, sha256, variant: null, build: null },
  };
  return JSON.stringify({ [uvKey(version, platform)]: entry });
}

/**
 * Installs into `scratch` and restores what uv changed.
 * @returns the folder of the Python, within `scratch`
 * @throws KilnError DOWNLOAD_FAILED, DIGEST_MISMATCH, PYTHON_UNAVAILABLE, DISK_FULL
 */
export async function installPython(
  ctx: ToolchainContext,
  uv: Uv,
  scratch: string,
  installation: PythonInstallation,
): Promise<string> {
  const { version, platform, archive, fetching } = installation;
  const key = uvKey(version, platform);
  const list = join(scratch, 'downloads.json');
  writeFileSync(list, downloadsJson(version, platform, archive));
  const downloads = join(scratch, 'archives');
  mkdirSync(downloads);
  const program = join(await uv.toolchain.resolve(), 'uv');
  const work = () =>
    execute({
      file: program,
      args: [
        ...['python', 'install', '--no-bin', '--install-dir', join(scratch, 'pythons')],
        ...['--cache-dir', join(scratch, 'cache')],
        // What is on this machine needs neither the network nor anybody's settings.
        ...(archive.file ? ['--offline', '--no-config'] : []),
        key,
      ],
      cwd: archive.file ? scratch : ctx.workspaceRoot,
      env: archive.file ? localEnvironment(ctx, list) : remoteEnvironment(ctx, list, downloads),
      signal: ctx.signal,
    });
  const outcome = await (archive.file ? work() : reportGrowth(ctx, `fetch ${fetching.what}`, downloads, work));
  if (!outcome.ok) {
    throw explainFailure(`${outcome.stdout}\n${outcome.stderr}`, { ...fetching, local: archive.file !== undefined });
  }
  const folder = join(scratch, 'pythons', key);
  await restoreFromArchive(archive.file ?? (await checkDownload(downloads, archive, fetching)), folder);
  checkLayout(folder, version, platform, fetching);
  return folder;
}

function localEnvironment(ctx: ToolchainContext, list: string): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR, SYSTEMROOT, USERPROFILE } = uvEnvironment(ctx.env);
  const machine = Object.entries({ PATH, HOME, TMPDIR, SYSTEMROOT, USERPROFILE }).filter(([, value]) => value);
  return { ...(Object.fromEntries(machine) as Record<string, string>), ...common(list) };
}

/** A downloads list of the user's own wins: it is how companies name their copies. The pin is checked all the same. */
function remoteEnvironment(ctx: ToolchainContext, list: string, downloads: string): Record<string, string> {
  return { ...common(list), ...uvEnvironment(ctx.env), UV_PYTHON_CACHE_DIR: downloads };
}

function common(list: string): Record<string, string> {
  return { UV_PYTHON_DOWNLOADS_JSON_URL: list, UV_PYTHON_INSTALL_REGISTRY: '0', NO_COLOR: '1' };
}

/** uv checked what its list says; the list may be the user's, so the pin is checked against the file itself. */
async function checkDownload(folder: string, { sha256 }: PythonArchive, { what, from }: Fetching): Promise<string> {
  const [name] = readdirSync(folder);
  if (!name) {
    throw new KilnError('DOWNLOAD_FAILED', `${what}: ${from} left no archive to check`, {
      hint: 'Kiln needs uv 0.9 or newer for UV_PYTHON_CACHE_DIR',
    });
  }
  const file = join(folder, name);
  const found = await hashFile(file);
  if (found !== sha256) {
    throw new KilnError('DIGEST_MISMATCH', `${what}: ${from} gave another archive than the pinned one`, {
      lines: [`pinned   sha256 ${sha256}`, `received sha256 ${found} (${name})`],
      hint: 'correct UV_PYTHON_DOWNLOADS_JSON_URL or the mirror, or pin this archive in kiln.json',
    });
  }
  return file;
}

function checkLayout(folder: string, version: string, { os }: Platform, { what, from }: Fetching): void {
  const minor = version.split('.').slice(0, 2).join('.');
  const expected = os === 'windows' ? ['python.exe', 'Lib/os.py'] : ['bin/python3', `lib/python${minor}/os.py`];
  const missing = expected.find((path) => !statSync(join(folder, path), { throwIfNoEntry: false })?.isFile());
  if (missing) {
    throw new KilnError('PYTHON_UNAVAILABLE', `${what}: what ${from} gave is no such Python (${missing} is missing)`, {
      hint: 'a relocatable Python has bin and lib (Windows: python.exe and Lib) at its top or in one folder below it',
    });
  }
}
