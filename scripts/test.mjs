// All tests: sets up, checks types and style, runs unit, real and e2e. The last line reads `N passed, N failed`.
// Usage: npm test [-- <part> …]   parts: types style unit real e2e
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPlugin, installDependencies, nodeIsOld, root, run } from './setup.mjs';
import { explain, resolveTools } from './tools.mjs';

const CI = process.env.CI === 'true';
const results = mkdtempSync(join(tmpdir(), 'kiln-test-'));

const bin = (name) => join(root, 'node_modules', name);
const one = (ok) => (ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });

/** Runs one jest project; what it counted comes from its report, and no report is a failure. */
function jest(project, flags, extra = {}) {
  const report = join(results, `${project}.json`);
  // Some libraries are loaded by import() when they are needed; Jest does that only with this flag.
  const env = {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
    ...extra,
  };
  const args = [bin('jest/bin/jest.js'), '--selectProjects', project, '--json', `--outputFile=${report}`, ...flags];
  const ok = run(process.execPath, args, { env });
  try {
    const counted = JSON.parse(readFileSync(report, 'utf8'));
    const { numPassedTests: passed, numPendingTests: skipped, numRuntimeErrorTestSuites: broken } = counted;
    const failed = counted.numFailedTests + broken + (CI ? skipped : 0);
    // A run can fail without a failed test: an open handle, an obsolete snapshot in CI.
    return { passed, skipped, failed: failed === 0 && !ok ? 1 : failed };
  } catch (error) {
    console.error(`${project}: jest left no report (${error.message})`);
    return one(false);
  }
}

/** Tests of launchers and bytecode take the same zig and the same Python as builds do. */
async function real() {
  try {
    const { zig, zstd, python, cacheDir } = await resolveTools(['zig', 'zstd', 'python']);
    return jest('real', ['--maxWorkers=2'], {
      KILN_TEST_ZIG: zig,
      KILN_TEST_ZSTD: zstd,
      // What zig keeps of each platform: seconds for every test that builds launchers.
      KILN_TEST_ZIG_CACHE: join(cacheDir, 'caches', 'zig'),
      KILN_TEST_RUNTIME: python,
    });
  } catch (error) {
    console.error(explain(error));
    return one(false);
  }
}

const PARTS = {
  types: () => one(run(process.execPath, [bin('typescript/bin/tsc'), '--noEmit', '-p', root])),
  style: () => one(run(process.execPath, [bin('@biomejs/biome/bin/biome'), 'check', '.'])),
  unit: () => jest('unit', ['--maxWorkers=2']),
  real,
  // Stories in one process, two at a time; the cache truth table, which mostly waits for one program, in the other.
  e2e: () => jest('e2e', ['--maxWorkers=2', '--maxConcurrency=2']),
};

async function main() {
  if (nodeIsOld()) {
    console.error(`Kiln needs Node 20.19 or newer, this is ${process.versions.node}`);
    return [['node', one(false)]];
  }
  const asked = process.argv.slice(2);
  const unknown = asked.filter((part) => !(part in PARTS));
  if (unknown.length > 0) {
    console.error(`no such part: ${unknown.join(', ')}; there are: ${Object.keys(PARTS).join(', ')}`);
    return [['arguments', one(false)]];
  }
  if (!installDependencies()) {
    return [['npm ci', one(false)]];
  }
  const counts = [['build', one(buildPlugin())]];
  for (const part of asked.length > 0 ? asked : Object.keys(PARTS)) {
    console.log(`\n== ${part}`);
    counts.push([part, await PARTS[part]()]);
  }
  return counts;
}

const counts = await main();
rmSync(results, { recursive: true, force: true });
console.log('');
for (const [part, { passed, failed, skipped }] of counts) {
  console.log(`${part.padEnd(8)} ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}
const sum = (what) => counts.reduce((total, [, count]) => total + count[what], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
