/**
 * Renews src/toolchain/build-pins.json: build backends and what checks packages, by exact version and hash. `npm run pins` starts it.
 *
 *   node scripts/build-pins.mjs
 *
 * uv resolves each series by itself in a project made for it; what its lock says of hashes and dependencies is kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findUv, lockPackages, sha256Of } from './lock-packages.mjs';

const FILE = fileURLToPath(new URL('../src/toolchain/build-pins.json', import.meta.url));

/** The newest of each, all at once, so that they fit each other. */
const NEWEST = [
  ...['uv-build', 'hatchling', 'setuptools', 'wheel', 'flit-core', 'poetry-core', 'pdm-backend', 'cython', 'editables'],
  ...['setuptools-scm', 'hatch-vcs', 'uv-dynamic-versioning', 'poetry-dynamic-versioning', 'versioningit'],
  ...['hatch-fancy-pypi-readme', 'hatch-requirements-txt', 'pdm-build-locked'],
];
/** Older series that manifests still ask for: `uv init` writes `uv_build>=0.9.7,<0.10`, flit's own pages `flit_core>=3.2,<4`. */
const OLDER = [
  'setuptools<81',
  'setuptools<72',
  'setuptools<66',
  'flit-core<4',
  'poetry-core<2',
  'setuptools-scm<10',
  'setuptools-scm<9',
  'setuptools-scm<8',
  'cython<3.3',
  'cython<3.1',
  'hatchling<1.27',
  'pdm-backend<2.4',
];
/** What `check_metadata.py` imports. */
const CHECKS = ['packaging', 'readme-renderer'];
const OLDEST_UV_BUILD = 7;

function pin({ version, wheels, dependencies = [] }) {
  return {
    version,
    requires: dependencies.map(({ name, marker }) => (marker ? `${name} ; ${marker}` : name)).sort(),
    wheels: wheels.map(sha256Of).sort(),
  };
}

const newestFirst = (a, b) => b.version.localeCompare(a.version, 'en', { numeric: true });

const work = mkdtempSync(join(tmpdir(), 'kiln-build-pins-'));
try {
  const uv = findUv(work);
  const newest = lockPackages(uv, work, [...NEWEST, ...CHECKS]);
  const minor = Number(newest.find(({ name }) => name === 'uv-build').version.split('.')[1]);
  const uvBuilds = Array.from({ length: minor - OLDEST_UV_BUILD }, (_, at) => `uv-build<0.${minor - at}`);
  const older = [...OLDER, ...uvBuilds].flatMap((requirement) => {
    const [name] = requirement.split('<');
    return lockPackages(uv, work, [requirement]).filter((entry) => entry.name === name);
  });
  const byName = {};
  for (const entry of [...newest, ...older]) {
    const list = (byName[entry.name] ??= []);
    // A name can be locked once per range of Pythons; a version counts once.
    if (entry.wheels?.length > 0 && !list.some(({ version }) => version === entry.version)) list.push(pin(entry));
  }
  const sorted = Object.keys(byName)
    .sort()
    .map((name) => [name, byName[name].sort(newestFirst)]);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 1)}\n`);
  console.log(sorted.map(([name, pins]) => `${name} ${pins.map(({ version }) => version).join(' ')}`).join('\n'));
} finally {
  rmSync(work, { recursive: true, force: true });
}
