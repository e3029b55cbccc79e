/**
 * Builds the launchers of bundles (launcher/*.c) with zig, one per platform, the same bytes wherever it runs.
 *
 *   node scripts/build-launchers.mjs --zig <zig> --out <folder> [--platform linux-x64 …] [--cache <folder>]
 *
 * Writes <out>/<platform>/launcher, for Windows also launcherw, which has no console. Without --platform: every platform that has a launcher. --cache keeps zig's own cache
 * (a cold start costs seconds per platform); without it a temporary one is used.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FLAGS = [
  ...['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror'],
  '-fno-sanitize=undefined', // zig's debug default; its runtime does not belong into tens of kB
  '-s',
];
/** What is built for an operating system: sources beside the common ones, and flags of each program. */
const SYSTEMS = {
  linux: {
    sources: ['platform_posix.c', 'platform_linux.c'],
    flags: ['-fPIE', '-pie', '-Wl,--build-id=none', '-Wl,-z,relro,-z,now', '-ldl'],
    programs: { launcher: [] },
  },
  macos: { sources: ['platform_posix.c', 'platform_macos.c'], flags: [], programs: { launcher: [] } },
  windows: {
    sources: ['platform_windows.c', 'windows.rc'],
    flags: ['-municode'],
    // For programs without a console, such as those of [project.gui-scripts].
    programs: { launcher: [], launcherw: ['-Wl,--subsystem,windows', '-luser32', '-DKILN_NO_CONSOLE'] },
  },
};

/** The one table of platforms is TypeScript that imports nothing. */
async function platforms() {
  const source = readFileSync(join(ROOT, 'src/model/platforms.ts'), 'utf8');
  const { code } = transformSync(source, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const { PLATFORMS } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return PLATFORMS.filter((row) => row.state === 'built' && row.os in SYSTEMS);
}

function sources({ sources: own }) {
  const common = readdirSync(join(ROOT, 'launcher')).filter(
    (name) => name.endsWith('.c') && !name.startsWith('platform_'),
  );
  return [...common.sort(), ...own];
}

/**
 * Compiles in launcher/ by relative names, into zig's own cache folder first, so that no path reaches the bytes.
 * @returns the programs' paths
 */
function compile(zig, row, cache, out) {
  const system = SYSTEMS[row.os];
  return Object.entries(system.programs).map(([program, flags]) => {
    // The same name on every machine: Mach-O keeps it in its signature.
    const folder = mkdtempSync(join(cache, 'launcher-'));
    const built = join(folder, program);
    const argv = ['cc', '-target', row.zig, ...FLAGS, ...flags, ...sources(system), ...system.flags, '-o', built];
    const env = { PATH: process.env.PATH, HOME: cache, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
    const run = spawnSync(zig, argv, { cwd: join(ROOT, 'launcher'), env, encoding: 'utf8' });
    if (run.error || run.status !== 0) {
      throw new Error(`${program} for ${row.id}: ${run.error?.message ?? run.stderr}\n${[zig, ...argv].join(' ')}`);
    }
    const placed = place(built, join(out, row.id), program);
    rmSync(folder, { recursive: true });
    return placed;
  });
}

/** Renamed into place: another process may be reading the launcher that was there. */
function place(built, folder, name) {
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, `.${name}-${process.pid}`);
  copyFileSync(built, partial);
  chmodSync(partial, 0o755);
  renameSync(partial, join(folder, name));
  return join(folder, name);
}

async function main() {
  const options = {
    zig: { type: 'string' },
    out: { type: 'string' },
    platform: { type: 'string', multiple: true },
    cache: { type: 'string' },
  };
  const { values } = parseArgs({ options });
  if (!values.zig || !values.out)
    throw new Error('usage: build-launchers.mjs --zig <zig> --out <folder> [--platform <id>]… [--cache <folder>]');
  const known = await platforms();
  const unknown = (values.platform ?? []).filter((id) => !known.some((row) => row.id === id));
  if (unknown.length)
    throw new Error(`no launcher for ${unknown.join(', ')}; there are: ${known.map((row) => row.id).join(', ')}`);
  const wanted = known.filter((row) => !values.platform || values.platform.includes(row.id));
  const cache = values.cache ? resolve(values.cache) : mkdtempSync(join(tmpdir(), 'kiln-zig-'));
  mkdirSync(cache, { recursive: true });
  try {
    for (const row of wanted) {
      for (const path of compile(values.zig, row, cache, resolve(values.out))) {
        console.log(`${row.id}: ${relative(process.cwd(), path)}`);
      }
    }
  } finally {
    if (!values.cache) rmSync(cache, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
