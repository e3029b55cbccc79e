/** What all stories share, made once per run: the packed plugin, an installed copy of the examples, tools. */
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { cp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { storyEnvironment, type UserSettings } from './environment';
import { must } from './processes';

const repository = resolve(__dirname, '..', '..');

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
  dispose(): Promise<void>;
}

/** Builds, packs, installs. KILN_E2E_TARBALL names a ready tarball to test instead. */
export async function makeSetting(): Promise<Setting> {
  const root = await realpath(mkdtempSync(join(tmpdir(), 'kiln-e2e-')));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    return { ...(await prepare(root)), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function prepare(root: string): Promise<Omit<Setting, 'dispose'>> {
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
