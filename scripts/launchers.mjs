// Builds the launchers that a bundle needs into dist/launcher/<platform>/launcher, with zig from the toolchain room.
// Usage: node scripts/launchers.mjs [platform …]   default: every platform that bundles are built for
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { PLATFORMS } = require(join(root, 'dist/src/model/platforms.js'));
const { formatError } = require(join(root, 'dist/src/model/errors.js'));
const { reporter } = require(join(root, 'dist/src/report/progress.js'));
const { toolchainContext } = require(join(root, 'dist/src/pipeline/session.js'));
const { findUv } = require(join(root, 'dist/src/toolchain/uv.js'));
const { zigToolchain } = require(join(root, 'dist/src/toolchain/zig.js'));

const platforms = process.argv.length > 2 ? process.argv.slice(2) : PLATFORMS.filter((p) => p.state === 'built').map((p) => p.id);
const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
const lines = reporter((line) => console.log(line));
try {
  const context = toolchainContext(root, lines.onProgress, abort.signal);
  const zig = zigToolchain(context, await findUv(context));
  const folder = await zig.resolve();
  execFileSync(
    process.execPath,
    [
      join(root, 'scripts/build-launchers.mjs'),
      '--zig',
      join(folder, 'ziglang', 'zig'),
      '--cache',
      join(context.cacheDir, 'caches', 'zig'),
      '--out',
      join(root, 'dist/launcher'),
      ...platforms.flatMap((platform) => ['--platform', platform]),
    ],
    { stdio: 'inherit' },
  );
} catch (error) {
  console.error(formatError(error));
  process.exitCode = 1;
} finally {
  lines.close();
}
