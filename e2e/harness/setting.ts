/** What all tests of a run share, made once: the packed plugin, an installed copy of the examples, tools. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { storyEnvironment, type UserSettings } from './environment';
import { must } from './processes';

const repository = resolve(__dirname, '..', '..');
/** How long one process waits for what another one makes. */
const PATIENCE_MS = 20 * 60_000;

export interface Setting {
  /** Temporary folder of the run; everything below goes with it. */
  readonly root: string;
  readonly user: UserSettings;
  /** The plugin as users get it. */
  readonly tarball: string;
  /** A copy of examples/ with `npm ci` done and the tarball installed. */
  readonly template: string;
  /** `tools` and `caches` of Kiln's cache folder, shared by stories: what is fetched once need not be fetched again. */
  readonly sharedTools: string;
}

/**
 * Builds, packs, installs; test files that run beside each other do it once. KILN_E2E_TARBALL names a ready tarball to
 * test instead. The folder is made and removed by `run-folder.ts`.
 */
export async function makeSetting(): Promise<Setting> {
  const root = process.env.KILN_E2E_ROOT as string;
  return JSON.parse(readFileSync(await onceIn(root, 'setting.json', () => prepare(root)), 'utf8')) as Setting;
}

/** node_modules with another Nx than the template's, and the plugin; made on first use. */
export async function modulesWithNx(version: string, { root, user, tarball }: Setting): Promise<string> {
  const folder = join(root, `nx-${version}`);
  await onceIn(root, `nx-${version}.json`, async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const folders = { home: join(root, 'home'), nx: join(root, 'nx'), kilnCache: join(root, 'shared') };
    const env = storyEnvironment(process.env, user, folders);
    await must(['npm', 'install', '--no-save', `nx@${version}`, `@nx/devkit@${version}`, tarball], {
      cwd: folder,
      env,
    });
    return {};
  });
  return join(folder, 'node_modules');
}

/** Whoever comes first makes it, all others wait for the file. @throws Error where making it failed, here or elsewhere */
async function onceIn(root: string, name: string, make: () => Promise<object>): Promise<string> {
  const [path, taken, failed] = [join(root, name), join(root, `${name}.taken`), join(root, `${name}.failed`)];
  try {
    mkdirSync(taken);
  } catch {
    await waitFor(path, failed);
    return path;
  }
  try {
    writeFileSync(`${path}.draft`, JSON.stringify(await make()));
    renameSync(`${path}.draft`, path);
    return path;
  } catch (error) {
    writeFileSync(failed, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function waitFor(path: string, failed: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!existsSync(path)) {
    if (existsSync(failed) || Date.now() > deadline) {
      throw new Error(
        `${path} was not made: ${existsSync(failed) ? readFileSync(failed, 'utf8') : 'it takes too long'}`,
      );
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function prepare(root: string): Promise<Setting> {
  const user = await userSettings();
  const sharedTools = join(root, 'shared');
  for (const folder of [join(root, 'home'), join(sharedTools, 'tools'), join(sharedTools, 'caches')]) {
    mkdirSync(folder, { recursive: true });
  }
  const given = process.env.KILN_E2E_TARBALL;
  const tarball = given ? resolve(given) : await packPlugin(root);
  const template = join(root, 'template');
  const env = storyEnvironment(process.env, user, {
    home: join(root, 'home'),
    nx: join(root, 'nx'),
    kilnCache: sharedTools,
  });
  await copySources(join(repository, 'examples'), template);
  await must(['npm', 'ci'], { cwd: template, env });
  await must(['npm', 'install', '--no-save', tarball], { cwd: template, env });
  return { root, user, tarball, template, sharedTools };
}

async function userSettings(): Promise<UserSettings> {
  const here = { cwd: repository, env: process.env };
  const ask = async (...argv: string[]) => (await must(argv, here)).trim();
  const goModCache = await ask('go', 'env', 'GOMODCACHE').catch(() => undefined);
  return {
    npmUserConfig: await ask('npm', 'config', 'get', 'userconfig'),
    npmCache: await ask('npm', 'config', 'get', 'cache'),
    ...(goModCache ? { goModCache } : {}),
  };
}

/** With the checkout's own caches: what `npm test` built a moment ago is not built again. */
async function packPlugin(root: string): Promise<string> {
  const { NODE_ENV: _, ...user } = process.env;
  const here = { cwd: repository, env: { ...user, NX_DAEMON: 'false', NPM_CONFIG_LOGLEVEL: 'error' } };
  await must(['npm', 'run', 'launchers'], here);
  const packed = JSON.parse(await must(['npm', 'pack', '--json', '--pack-destination', root], here)) as {
    filename: string;
  }[];
  return join(root, packed[0]?.filename as string);
}

/** The example workspace as a clone has it: what it built or installed before stays behind. */
export async function copySources(from: string, to: string): Promise<void> {
  const made = /[\\/](node_modules|dist|\.nx|\.kiln|\.venv|__pycache__)([\\/]|$)/;
  await cp(from, to, { recursive: true, filter: (path) => !made.test(path.slice(from.length)) });
}

/** Copies a folder by hard links: node_modules for every story in half a second. */
export function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      linkFolder(source, target);
    } else if (entry.isSymbolicLink()) {
      symlinkSync(readlinkSync(source), target);
    } else {
      linkSync(source, target);
    }
  }
}

/** Gives a story a cache folder of its own whose fetched tools are the shared ones. */
export function linkTools(sharedTools: string, cache: string): void {
  mkdirSync(cache, { recursive: true });
  for (const name of ['tools', 'caches']) {
    if (!existsSync(join(cache, name))) {
      symlinkSync(join(sharedTools, name), join(cache, name));
    }
  }
}
