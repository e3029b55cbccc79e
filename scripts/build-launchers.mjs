/**
 * Builds the launchers of bundles (launcher/*.c) with zig, one per platform, the same bytes wherever it runs.
 *
 *   node scripts/build-launchers.mjs --zig <zig> --out <folder> [--platform linux-x64 …] [--cache <folder>]
 *
 * Writes <out>/<platform>/launcher. Without --platform: every platform that has a launcher. --cache keeps zig's own cache
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
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from '@swc/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Platforms with a platform_*.c, by operating system. */
const PLATFORM_SOURCE = { linux: { file: 'platform_linux.c', libraries: ['-ldl'] } };
const FLAGS = [
  ...['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror'],
  '-fPIE',
  '-pie',
  '-fno-sanitize=undefined', // zig's debug default; its runtime does not belong into 13 kB
  '-s',
  '-Wl,--build-id=none',
  '-Wl,-z,relro,-z,now',
];

/** The one table of platforms is TypeScript that imports nothing. */
async function platforms() {
  const source = readFileSync(join(ROOT, 'src/model/platforms.ts'), 'utf8');
  const { code } = transformSync(source, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const { PLATFORMS } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return PLATFORMS.filter((row) => row.state === 'built' && row.os in PLATFORM_SOURCE);
}

function sources({ file }) {
  const common = readdirSync(join(ROOT, 'launcher')).filter(
    (name) => name.endsWith('.c') && !name.startsWith('platform_'),
  );
  return [...common.sort(), file];
}

/** Compiles in launcher/ by relative names, into zig's own cache folder first, so that no path reaches the bytes. */
function compile(zig, row, cache, out) {
  const { libraries, ...source } = PLATFORM_SOURCE[row.os];
  const built = join(cache, `launcher-${row.id}-${process.pid}`);
  const argv = ['cc', '-target', row.zig, ...FLAGS, ...sources(source), ...libraries, '-o', built];
  const env = { PATH: process.env.PATH, HOME: cache, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
  const run = spawnSync(zig, argv, { cwd: join(ROOT, 'launcher'), env, encoding: 'utf8' });
  if (run.error || run.status !== 0) {
    throw new Error(`launcher for ${row.id}: ${run.error?.message ?? run.stderr}\n${[zig, ...argv].join(' ')}`);
  }
  const folder = join(out, row.id);
  mkdirSync(folder, { recursive: true });
  // Renamed into place: another process may be reading the launcher that was there.
  copyFileSync(built, join(folder, `.launcher-${process.pid}`));
  chmodSync(join(folder, `.launcher-${process.pid}`), 0o755);
  renameSync(join(folder, `.launcher-${process.pid}`), join(folder, 'launcher'));
  rmSync(built);
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
      compile(values.zig, row, cache, resolve(values.out));
      console.log(`${row.id}: ${join(values.out, row.id, 'launcher')}`);
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
