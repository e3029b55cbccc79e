// Toolchains of the built package, resolved: for launchers, tests and benches.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {(line: string) => void} print
 * @returns what is asked for: the programs zig and uv, the folder of the example workspace's interpreter, the folder of zstd's
 *   sources; needs a build
 */
export async function resolveTools(wanted, print = console.log) {
  const require = createRequire(import.meta.url);
  const dist = (path) => require(join(root, 'dist/src', path));
  const lines = dist('report/progress.js').reporter(print);
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const context = dist('pipeline/session.js').toolchainContext(
      join(root, 'examples'),
      lines.onProgress,
      abort.signal,
    );
    const version = Object.values(context.config.pythons).at(-1);
    const found = { cacheDir: context.cacheDir, version };
    if (wanted.includes('python')) {
      found.python = await dist('toolchain/runtimes.js').interpreterFor(version, context).toolchain.resolve();
    }
    const uv = await dist('toolchain/uv.js').findUv(context);
    if (wanted.includes('uv')) {
      found.uv = join(await uv.toolchain.resolve(), 'uv');
    }
    if (wanted.includes('zig')) {
      found.zig = join(await dist('toolchain/zig.js').zigToolchain(context, uv).resolve(), 'ziglang', 'zig');
    }
    if (wanted.includes('zstd')) {
      found.zstd = await zstdSources(dist, context);
    }
    return found;
  } finally {
    process.off('SIGINT', stop);
    lines.close();
  }
}

/**
 * The sources of zstd, which one-file applications are unpacked with (launcher/onefile/zstd.json): a Go module is how a
 * package registry carries them, pinned by its sum.
 */
async function zstdSources(dist, context) {
  const pin = JSON.parse(readFileSync(join(root, 'launcher/onefile/zstd.json'), 'utf8'));
  const scratch = mkdtempSync(join(tmpdir(), 'kiln-zstd-'));
  const instead = 'build launchers where Go modules can be fetched';
  const fetching = { what: 'zstd', from: 'a Go module', instead, absent: 'TOOL_MISSING' };
  try {
    return await dist('toolchain/providers/go-module.js').fetchModule(context, scratch, pin, fetching);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Prints an error as an executor would. */
export function explain(error) {
  return createRequire(import.meta.url)(join(root, 'dist/src/model/errors.js')).formatError(error);
}
