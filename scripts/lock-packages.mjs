/** Exact versions and hashes of packages, as uv locks them. What renews pins asks it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';

const NAME = 'pins-of-kiln';

export const run = (file, args, options = {}) =>
  execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28, ...options });

/** uv of the PATH, else one that pip brings for the occasion. */
export function findUv(work) {
  if (spawnSync('uv', ['--version']).status === 0) return 'uv';
  run('python3', ['-m', 'pip', 'install', '-q', '--target', join(work, 'uv'), 'uv']);
  return join(work, 'uv/bin/uv');
}

/** Entries of the lock that uv writes for some requirements, in a project made for it. */
export function lockPackages(uv, work, requirements) {
  const folder = mkdtempSync(join(work, 'lock-'));
  const dependencies = JSON.stringify(requirements);
  writeFileSync(
    join(folder, 'pyproject.toml'),
    `[project]\nname = "${NAME}"\nversion = "0"\nrequires-python = ">=3.10"\ndependencies = ${dependencies}\n`,
  );
  run(uv, ['lock', '-q', '--no-config'], { cwd: folder });
  const { package: entries } = parse(readFileSync(join(folder, 'uv.lock'), 'utf8'));
  return entries.filter(({ name }) => name !== NAME);
}

export const sha256Of = ({ hash }) => hash.replace(/^sha256:/, '');
