// Compiles the package into dist/ and copies what tsc leaves: schemas, helper scripts, templates.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinExecutors } from './join-executors.mjs';
import { vendor } from './vendor.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const COPIED = new Set(['.json', '.py', '.md', '.template']);

function copy(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      copy(path);
    } else if (COPIED.has(extname(entry.name)) || folder.split(/[\\/]/).includes('files')) {
      mkdirSync(join(root, 'dist', folder), { recursive: true });
      cpSync(join(root, path), join(root, 'dist', path));
    }
  }
}

for (const folder of ['src', 'executors', 'generators', 'vendor']) {
  // What a deleted source left behind must not be shipped.
  rmSync(join(root, 'dist', folder), { recursive: true, force: true });
}
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
for (const folder of ['src', 'executors', 'generators']) {
  if (existsSync(join(root, folder))) {
    copy(folder);
  }
}
await vendor();
await joinExecutors();
// npm makes it executable when it installs; in a linked checkout nobody would.
chmodSync(join(root, 'dist/src/cli/nx-kiln.js'), 0o755);
