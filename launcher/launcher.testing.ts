/** What the launcher's tests share: zig, builds, folders that look like a bundle. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostPlatform, type PlatformId } from '../src/model/platforms';
import { PINS } from '../src/toolchain/pins';
import { runtimeFor } from '../src/toolchain/runtimes';
import { sharedContext } from '../src/toolchain/toolchain.testing';
import type { ToolchainContext } from '../src/toolchain/types';

export const ROOT = join(__dirname, '..');

const NEEDED = {
  KILN_TEST_ZIG: 'absolute path of the program zig',
  KILN_TEST_RUNTIME: 'absolute path of a folder with lib/libpython3.14.so.1.0 and lib/python3.14, for this host',
  KILN_TEST_ZSTD: 'absolute path of the folder of zstd’s sources (launcher/onefile/zstd.json)',
  KILN_TEST_ZIG_CACHE: 'absolute path of the folder that zig keeps what it built in',
};

/** Absolute path from the environment; `npm test` sets them. */
export function needed(variable: keyof typeof NEEDED): string {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set (${NEEDED[variable]}); npm test sets it`);
  }
  return value;
}

export function host() {
  const platform = hostPlatform(process.platform, process.arch);
  if (!platform) {
    throw new Error(`no platform for ${process.platform} ${process.arch}`);
  }
  return platform;
}

/** Builds launchers with the script of `root`, a checkout or a copy of its parts. */
export function buildLaunchers(root: string, out: string, cache: string, platforms: readonly string[]): void {
  const chosen = platforms.flatMap((id) => ['--platform', id]);
  const script = join(root, 'scripts', 'build-launchers.mjs');
  execFileSync(
    process.execPath,
    [script, '--zig', needed('KILN_TEST_ZIG'), '--out', out, '--cache', cache, ...chosen],
    { cwd: root },
  );
}

/** Compiles testing/fake_python.c for the host. */
export function buildFakePython(out: string, cache: string): void {
  execFileSync(
    needed('KILN_TEST_ZIG'),
    ['cc', '-target', host().zig, '-shared', '-fPIC', '-s', '-o', out, join(__dirname, 'testing', 'fake_python.c')],
    { env: { PATH: process.env.PATH, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache } },
  );
}

export const CONFIG = `# a comment
python 3.14
lib lib/libpython.so
boot boot.py
prefix runtime

stdlib lib/std
path app
path site/with space
`;

export interface BundleParts {
  readonly launcher: string;
  readonly library: string;
  readonly config?: string;
}

/** <folder>/app (launcher), <folder>/runtime/python, launch.cfg, boot.py, lib/libpython.so. */
export function layBundle(folder: string, { launcher, library, config = CONFIG }: BundleParts): void {
  for (const [from, to] of [
    [launcher, 'app'],
    [launcher, 'runtime/python'],
    [library, 'lib/libpython.so'],
  ] as const) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    copyFileSync(from, join(folder, to));
  }
  writeFileSync(join(folder, 'launch.cfg'), config);
  mkdirSync(join(folder, 'lib', 'std'), { recursive: true });
  writeFileSync(join(folder, 'boot.py'), '');
}

export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function start(
  program: string,
  args: readonly string[] = [],
  options: { cwd?: string; env?: Record<string, string>; argv0?: string; input?: string } = {},
): Ran {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { env: {}, ...options, encoding: 'utf8' });
  return { status, signal, stdout, stderr };
}

/** Versions of Python whose Go modules are pinned: one for each way to start it. */
export const PYTHONS = { byInitConfig: '3.14.6', byMain: '3.11.11' } as const;

/** Folder of a runtime, kept between runs. */
export async function runtime(version: string, platform: PlatformId): Promise<string> {
  return runtimeFor(version, platform, await context()).toolchain.resolve();
}

export function context(): Promise<ToolchainContext> {
  return sharedContext({ pythons: {}, runtimes: { provider: 'go-module', modules: PINS.goModules } });
}
