// What demo and tests do before they start: dependencies, the built plugin, its launchers.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const WINDOWS = process.platform === 'win32';

/** Environment of what is started here: no daemon that outlives us. */
export function quietEnv(extra = {}) {
  return { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NPM_CONFIG_LOGLEVEL: 'error', ...extra };
}

/** Runs with the output of this terminal; true when it ended well. */
export function run(command, args, { cwd = root, env = {} } = {}) {
  // npm and npx are batch files on Windows, which only a shell starts.
  const shell = WINDOWS && ['npm', 'npx'].includes(command);
  const done = spawnSync(command, args, { cwd, env: quietEnv(env), stdio: 'inherit', shell });
  if (done.error) {
    console.error(`${command}: ${done.error.message}`);
  }
  return done.status === 0;
}

/** stdout of a program, or undefined where it is absent or fails. */
export function ask(command, args, { cwd = root } = {}) {
  const shell = WINDOWS && ['npm', 'npx'].includes(command);
  const done = spawnSync(command, args, { cwd, env: quietEnv(), encoding: 'utf8', shell });
  return done.status === 0 ? done.stdout.trim() : undefined;
}

export function nodeIsOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
}

/** `npm ci` where nothing is installed yet. */
export function installDependencies(folder = root) {
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
    return true;
  }
  console.log(`npm ci in ${folder === root ? 'the repository' : folder.slice(root.length + 1)}`);
  return run('npm', ['ci'], { cwd: folder });
}

/** Compiles the plugin and its launchers; Nx skips what is up to date. */
export function buildPlugin() {
  return run('npx', ['nx', 'run', 'nx-kiln:launchers', '--outputStyle=static']);
}
