// Toolchains of the built package, resolved: for launchers, tests and benches.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {(line: string) => void} print
 * @returns what is asked for: the programs zig and uv, the folder of the example workspace's interpreter; needs a build
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
    return found;
  } finally {
    process.off('SIGINT', stop);
    lines.close();
  }
}

/** Prints an error as an executor would. */
export function explain(error) {
  return createRequire(import.meta.url)(join(root, 'dist/src/model/errors.js')).formatError(error);
}
