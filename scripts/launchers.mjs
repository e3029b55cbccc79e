// Builds the launchers that a bundle needs into dist/launcher/<platform>/launcher, and beside them the stubs of one-file
// applications, with zig from the toolchain room.
// Usage: node scripts/launchers.mjs [platform …]   default: every platform that bundles are built for
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, resolveTools } from './tools.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { PLATFORMS } = createRequire(import.meta.url)(join(root, 'dist/src/model/platforms.js'));
const built = PLATFORMS.filter(({ state }) => state === 'built').map(({ id }) => id);
/** macOS has no one-file applications: what is signed there is an application's folder (docs/onefile.md). */
const STUB_SYSTEMS = ['linux', 'windows'];
const platforms = process.argv.length > 2 ? process.argv.slice(2) : built;

try {
  const { zig, zstd, cacheDir } = await resolveTools(['zig', 'zstd']);
  const flags = ['--zig', zig, '--cache', join(cacheDir, 'caches', 'zig'), '--out', join(root, 'dist/launcher')];
  const chosen = platforms.flatMap((platform) => ['--platform', platform]);
  execFileSync(process.execPath, [join(root, 'scripts/build-launchers.mjs'), ...flags, ...chosen], {
    stdio: 'inherit',
  });
  const stubs = PLATFORMS.filter(({ id, os }) => platforms.includes(id) && STUB_SYSTEMS.includes(os));
  const targets = stubs.flatMap((row) => ['--target', `${row.id}=${row.zig}`]);
  const stubFlags = [...flags, '--zstd', zstd, ...targets];
  execFileSync(process.execPath, [join(root, 'scripts/build-onefile.mjs'), ...stubFlags], { stdio: 'inherit' });
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
