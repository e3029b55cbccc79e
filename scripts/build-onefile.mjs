/**
 * Builds the stub of one-file applications (launcher/onefile: Zig, and zstd's decoder in C) with zig, one per platform, the
 * same bytes wherever it runs. No C library is compiled, so a cold start costs seconds.
 *
 *   node scripts/build-onefile.mjs --zig <zig> --out <folder> --cache <folder> --target linux-x64=x86_64-linux …
 *
 * Writes <out>/<platform>/onefile.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SOURCES = fileURLToPath(new URL('../launcher/onefile', import.meta.url));
const FLAGS = [
  ...['-O', 'ReleaseFast', '-fstrip', '-fsingle-threaded'],
  // zig's start raises the stack's limit to what the program asks for, and the application would inherit it.
  ...['--stack', '1048576'],
  ...['-Ilibc', '-Izstd'],
];
/** Unpacking is what a first start waits for. The compiler's own header of vectors would ask for a C library's malloc.h. */
const C_FLAGS = [
  '-D__MM_MALLOC_H',
  '-O3',
  '-DZSTD_STRIP_ERROR_STRINGS=1',
  '-fno-sanitize=undefined',
  '-fno-stack-protector',
];

function cSources(triple) {
  const wanted = triple.startsWith('x86_64-') ? /\.[cS]$/ : /\.c$/;
  return ['zstd/common', 'zstd/decompress'].flatMap((folder) =>
    readdirSync(join(SOURCES, folder))
      .filter((name) => wanted.test(name))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}

/** @param target zig's triple; what it says of a C library does not count */
function compile({ zig, cache, out }, id, target) {
  const triple = target.split('-').slice(0, 2).join('-');
  // Compiled by relative names, into zig's own cache folder first, so that no path reaches the bytes.
  const scratch = mkdtempSync(join(cache, 'onefile-'));
  const built = join(scratch, 'onefile');
  const argv = ['build-exe', 'main.zig', '--name', 'onefile', '-target', triple, ...FLAGS];
  argv.push('-cflags', ...C_FLAGS, '--', ...cSources(triple), `-femit-bin=${built}`);
  const env = { PATH: process.env.PATH, HOME: cache, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
  const run = spawnSync(zig, argv, { cwd: SOURCES, env, encoding: 'utf8' });
  if (run.error || run.status !== 0) {
    throw new Error(`onefile for ${id}: ${run.error?.message ?? run.stderr}\n${[zig, ...argv].join(' ')}`);
  }
  const folder = join(out, id);
  mkdirSync(folder, { recursive: true });
  // Renamed into place: another process may be reading the one that was there.
  copyFileSync(built, join(folder, `.onefile-${process.pid}`));
  chmodSync(join(folder, `.onefile-${process.pid}`), 0o755);
  renameSync(join(folder, `.onefile-${process.pid}`), join(folder, 'onefile'));
  rmSync(scratch, { recursive: true });
  console.log(`${id}: ${join(folder, 'onefile')}`);
}

function main() {
  const { values } = parseArgs({
    options: {
      zig: { type: 'string' },
      out: { type: 'string' },
      cache: { type: 'string' },
      target: { type: 'string', multiple: true },
    },
  });
  const { zig, target = [] } = values;
  if (!zig || !values.out || !values.cache)
    throw new Error(
      'usage: build-onefile.mjs --zig <zig> --out <folder> --cache <folder> --target <platform>=<triple> …',
    );
  const cache = resolve(values.cache);
  mkdirSync(cache, { recursive: true });
  for (const pair of target) {
    const [id, triple] = pair.split('=');
    compile({ zig, cache, out: resolve(values.out) }, id, triple);
  }
}

try {
  main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
