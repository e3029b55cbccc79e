/** Runs Nx in a workspace of a bench, with caches of its own, and measures it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, measureWall } from './measure.mjs';

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const NX = createRequire(join(REPOSITORY, 'package.json')).resolve('nx/package.json');

/** A folder that goes when the process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'kiln-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Nx's settings, with plugins or without any. */
export function writeNxJson(root, plugins = [], more = {}) {
  writeFileSync(
    join(root, 'nx.json'),
    JSON.stringify({
      analytics: false,
      neverConnectToCloud: true,
      ...(plugins.length > 0 ? { plugins } : {}),
      ...more,
    }),
  );
}

/** Makes `nx` and this checkout's plugin resolvable; build it first. Git knows all files, as in a real workspace. */
export function prepare(root) {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(dirname(NX), join(root, 'node_modules', 'nx'));
  symlinkSync(REPOSITORY, join(root, 'node_modules', 'nx-kiln'));
  const git = (...args) =>
    spawnSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args], { cwd: root });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'workspace');
}

/**
 * @param {string} root
 * @param {string[]} args of Nx
 * @param {{ daemon?: boolean, isolate?: boolean, env?: Record<string, string> }} how
 * @returns {{ cpu?: number, wall: number, memory?: number }} seconds, and the largest process in MB; wall alone with the daemon
 */
export function nx(root, args, { daemon = false, isolate = false, env = {} } = {}) {
  const run = daemon ? measureWall : measure;
  return run([process.execPath, join(dirname(NX), 'dist', 'bin', 'nx.js'), ...args], {
    cwd: root,
    env: {
      ...process.env,
      HOME: join(root, '.home'),
      NX_DAEMON: String(daemon),
      NX_ISOLATE_PLUGINS: String(isolate),
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      NX_CACHE_DIRECTORY: join(root, '.nx', 'cache'),
      ...env,
    },
  });
}

/** Forgets the graph, not the results of tasks. */
export function forgetGraph(root) {
  rmSync(join(root, '.nx', 'workspace-data'), { recursive: true, force: true });
}
