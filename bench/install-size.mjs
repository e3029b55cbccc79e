/**
 * Claim: the packed plugin with its dependencies takes ≤ 10 MB beside Nx.
 *
 *   node bench/install-size.mjs     after `npm run build`; installs Nx and the tarball into temporary folders
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from './measure.mjs';
import { REPOSITORY, temporaryFolder } from './nx-runs.mjs';

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

const base = temporaryFolder();
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const nxVersion = JSON.parse(readFileSync(join(REPOSITORY, 'node_modules/nx/package.json'), 'utf8')).version;
const [{ filename }] = JSON.parse(npm(REPOSITORY, 'pack', '--json', '--ignore-scripts', '--pack-destination', base));
const sizes = Object.fromEntries(
  [
    ['nx alone', []],
    ['nx and the plugin', [join(base, filename)]],
  ].map(([name, more]) => {
    const folder = join(base, name.replaceAll(' ', '-'));
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    npm(folder, 'install', '--no-audit', '--no-fund', '--silent', `nx@${nxVersion}`, ...more);
    return [name, sizeOf(join(folder, 'node_modules')) / 1e6];
  }),
);
for (const [name, megabytes] of Object.entries(sizes)) {
  console.log(`${name.padEnd(20)} ${megabytes.toFixed(1)} MB`);
}
claim('plugin with its dependencies, MB beside Nx', sizes['nx and the plugin'] - sizes['nx alone'], 10);
