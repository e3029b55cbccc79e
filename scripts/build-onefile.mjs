/**
 * Builds the stub of one-file applications (launcher/onefile: Zig, and zstd's decoder in C) with zig, one per platform, the
 * same bytes wherever it runs. No C library is compiled, so a cold start costs seconds.
 *
 *   node scripts/build-onefile.mjs --zig <zig> --zstd <folder> --out <folder> --cache <folder> --target linux-x64=x86_64-linux …
 *
 * --zstd: sources of zstd in one flat folder, as the Go module of zstd.json has them. Writes <out>/<platform>/onefile.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
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

/** zstd's decoder, of all that the module has; its headers are taken as a whole. */
const DECODER = [
  ...['entropy_common.c', 'error_private.c', 'fse_decompress.c', 'xxhash.c', 'zstd_common.c'],
  ...['huf_decompress.c', 'zstd_ddict.c', 'zstd_decompress.c', 'zstd_decompress_block.c'],
];
const DECODER_X64 = ['huf_decompress_amd64.S'];

/** One folder with all sources, so that they are compiled by relative names and no path reaches the bytes. */
function laySources(folder, zstd) {
  cpSync(SOURCES, folder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  mkdirSync(join(folder, 'zstd'));
  const taken = (name) => name.endsWith('.h') || [...DECODER, ...DECODER_X64, 'ZSTD_LICENSE'].includes(name);
  for (const name of readdirSync(zstd).filter(taken)) {
    copyFileSync(join(zstd, name), join(folder, 'zstd', name));
  }
}

/** @param target zig's triple; what it says of a C library does not count */
function compile({ zig, zstd, cache, out }, id, target) {
  const triple = target.split('-').slice(0, 2).join('-');
  const scratch = mkdtempSync(join(cache, 'onefile-'));
  const sources = join(scratch, 'sources');
  laySources(sources, zstd);
  const built = join(scratch, 'onefile');
  const decoder = triple.startsWith('x86_64-') ? [...DECODER, ...DECODER_X64] : DECODER;
  const argv = ['build-exe', 'main.zig', '--name', 'onefile', '-target', triple, ...FLAGS];
  argv.push('-cflags', ...C_FLAGS, '--', ...decoder.map((name) => `zstd/${name}`), `-femit-bin=${built}`);
  const env = { PATH: process.env.PATH, HOME: cache, ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache };
  const run = spawnSync(zig, argv, { cwd: sources, env, encoding: 'utf8' });
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
      zstd: { type: 'string' },
      out: { type: 'string' },
      cache: { type: 'string' },
      target: { type: 'string', multiple: true },
    },
  });
  const { zig, zstd, target = [] } = values;
  if (!zig || !zstd || !values.out || !values.cache)
    throw new Error(
      'usage: build-onefile.mjs --zig <zig> --zstd <folder> --out <folder> --cache <folder> --target <platform>=<triple> …',
    );
  const cache = resolve(values.cache);
  mkdirSync(cache, { recursive: true });
  for (const pair of target) {
    const [id, triple] = pair.split('=');
    compile({ zig, zstd: resolve(zstd), cache, out: resolve(values.out) }, id, triple);
  }
}

try {
  main();
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
