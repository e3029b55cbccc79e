// Runs a Windows program under wine: node run-windows.mjs <tools folder> <program> [argument …]. The plugin in the
// workspace's node_modules finds wine and copies the Windows that its smoke test has made.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [tools, program, ...args] = process.argv.slice(2);
const plugin = join(process.cwd(), 'node_modules', 'nx-kiln', 'dist', 'src', 'verify', 'wine.js');
const { findWine, clonePrefix, wineSettings, endWine } = createRequire(import.meta.url)(plugin);
const wine = findWine('windows-x64', 'linux-x64', process.env);
const made = readdirSync(tools).find((name) => /^wine-.*\.complete$/.test(name));
if (!made) throw new Error(`no Windows in ${tools}: nx smoke makes one`);
const room = mkdtempSync(join(tmpdir(), 'kiln-windows-'));
const prefix = join(room, 'prefix');
try {
  await clonePrefix(join(tools, made.replace(/\.complete$/, '')), prefix);
  const env = { PATH: process.env.PATH, HOME: room, LANG: 'C.UTF-8', ...wineSettings(prefix) };
  // All three streams are pipes: Python does not start with less under wine.
  const { status, stdout, stderr } = spawnSync(wine.path, [resolve(program), ...args], { env, input: '' });
  process.stdout.write(String(stdout).replaceAll('\r\n', '\n'));
  process.stderr.write(stderr);
  process.exitCode = status ?? 1;
} finally {
  await endWine(wine, prefix);
  rmSync(room, { recursive: true, force: true });
}
