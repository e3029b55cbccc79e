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
  writeFileSync,
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
const CRT = ['convert', 'environment', 'filesystem', 'heap', 'private', 'runtime', 'stdio', 'string'];

/** What is built for an operating system: sources beside the common ones, and flags of each program. */
const SYSTEMS = {
  linux: {
    sources: ['platform_posix.c', 'platform_linux.c'],
    flags: ['-fPIE', '-pie', '-Wl,--build-id=none', '-Wl,-z,relro,-z,now', '-ldl'],
    programs: { launcher: [] },
  },
  macos: { sources: ['platform_posix.c', 'platform_macos.c'], flags: [], programs: { launcher: [] } },
  windows: {
    sources: ['platform_windows.c'],
    manifest: 'windows.manifest',
    headers: 'any-windows-any',
    // zig would compile mingw's C library first, two minutes for what Windows brings along.
    flags: ['-nostdlib', '-Wl,-e,begin', ...CRT.map((part) => `-lapi-ms-win-crt-${part}-l1-1-0`), '-lkernel32'],
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
  const headers = system.headers ? ['-isystem', join(libraryOf(zig, cache), 'libc/include', system.headers)] : [];
  return Object.entries(system.programs).map(([program, flags]) => {
    // The same name on every machine: Mach-O keeps it in its signature.
    const folder = mkdtempSync(join(cache, 'launcher-'));
    const built = join(folder, program);
    const resources = system.manifest ? [writeResources(folder, system.manifest)] : [];
    const argv = ['cc', '-target', row.zig, ...FLAGS, ...flags, ...headers, ...sources(system), ...resources];
    run(zig, [...argv, ...system.flags, '-o', built], cache, `${program} for ${row.id}`);
    const placed = place(built, join(out, row.id), program);
    rmSync(folder, { recursive: true });
    return placed;
  });
}

/**
 * A compiled resource file with the manifest alone; zig's own compiler of resources is compiled first, for a minute.
 * Layout: Windows' RESOURCEHEADER, an empty one in front.
 */
function writeResources(folder, manifest) {
  const [ORDINAL, RT_MANIFEST, OF_THE_PROGRAM, ENGLISH] = [0xffff, 24, 1, 1033];
  const header = (size, type, name, language) => {
    const bytes = Buffer.alloc(32);
    bytes.writeUInt32LE(size, 0);
    bytes.writeUInt32LE(bytes.length, 4);
    [ORDINAL, type, ORDINAL, name].forEach((value, i) => bytes.writeUInt16LE(value, 8 + 2 * i));
    bytes.writeUInt16LE(language, 22);
    return bytes;
  };
  const content = readFileSync(join(ROOT, 'launcher', manifest));
  const padding = Buffer.alloc(-content.length & 3);
  const file = join(folder, 'windows.res');
  const parts = [header(0, 0, 0, 0), header(content.length, RT_MANIFEST, OF_THE_PROGRAM, ENGLISH), content, padding];
  writeFileSync(file, Buffer.concat(parts));
  return file;
}

/** Runs zig in launcher/, without the user's environment. */
function run(zig, argv, cache, what) {
  const env = { PATH: process.env.PATH, HOME: cache, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
  const { error, status, stdout, stderr } = spawnSync(zig, argv, {
    cwd: join(ROOT, 'launcher'),
    env,
    encoding: 'utf8',
  });
  if (error || status !== 0) {
    throw new Error(`${what}: ${error?.message ?? stderr}\n${[zig, ...argv].join(' ')}`);
  }
  return stdout;
}

/** Folder of zig's own headers, which it leaves out together with its C library. */
function libraryOf(zig, cache) {
  const [, folder] = /\.lib_dir = ("(?:[^"\\]|\\.)*")/.exec(run(zig, ['env'], cache, 'zig env')) ?? [];
  if (!folder) throw new Error(`${zig} env does not say where its library is`);
  return JSON.parse(folder);
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
