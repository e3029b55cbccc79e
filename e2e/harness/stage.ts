/** Where one story plays: its workspace, its environment, its servers. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { storyEnvironment } from './environment';
import { EMULATOR, SYSROOT } from './needs';
import { type Running, signalGroup } from './processes';
import { type PythonIndex, startIndex } from './python-index';
import type { Registry } from './registry';
import { copySources, linkFolder, linkTools, modulesWithNx, type Setting } from './setting';
import { tinyProject } from './tiny';

export interface Stage {
  readonly name: string;
  /** Absolute folder of the workspace. */
  readonly workspace: string;
  readonly setting: Setting;
  /** Changed by the verb `env`. */
  readonly env: NodeJS.ProcessEnv;
  /** What `{name}` stands for in commands, arguments and texts. */
  readonly variables: Record<string, string>;
  /** Background commands by name. */
  readonly running: Map<string, Running>;
  /** Digests taken by the verb `remember`, by path. */
  readonly remembered: Map<string, string>;
  readonly servers: PythonIndex[];
}

export interface StageOptions {
  readonly name: string;
  /** `examples`, `tiny` or `fresh`, then optionally the name of the workspace's folder. */
  readonly workspace: readonly string[];
  /** Version of Nx; default the template's. */
  readonly nx?: string | undefined;
  /** What `{each}` stands for. */
  readonly each?: string | undefined;
  /** `common`: one store for all stories; `own`: a store of its own, tools shared; `bare`: nothing shared. */
  readonly cache: string;
  readonly setting: Setting;
  /** Starts the npm registry on first use; only fresh workspaces need it. */
  readonly registry: () => Promise<Registry>;
}

export async function setStage({ name, workspace, nx, each, cache, setting, registry }: StageOptions): Promise<Stage> {
  const [kind = 'examples', folder = 'workspace'] = workspace;
  const root = join(setting.root, 'stories', name);
  const own = join(root, 'kiln');
  const kilnCache = cache === 'common' ? join(setting.root, 'common') : own;
  const place = join(root, folder);
  mkdirSync(place, { recursive: true });
  mkdirSync(join(root, 'home'), { recursive: true });
  if (cache !== 'bare') {
    linkTools(setting.sharedTools, kilnCache);
  }
  await fill(kind, place, { nx, setting, registry });
  const env = storyEnvironment(process.env, setting.user, {
    home: join(root, 'home'),
    nx: join(root, 'nx'),
    kilnCache,
  });
  if (kind !== 'fresh') {
    // Saves a second of each of some hundred commands; fresh workspaces have the plugin in a process of its own, as users do.
    env.NX_ISOLATE_PLUGINS = 'false';
  }
  env.PATH = `${join(place, 'node_modules', '.bin')}:${env.PATH}`;
  const variables = {
    ...{
      workspace: place,
      cache: kilnCache,
      root,
      tools: setting.sharedTools,
      tarball: setting.tarball,
      each: each ?? '',
    },
    ...hostVariables(),
    // Through the package's own way to wine, which a story has used before.
    windows: `node ${join(__dirname, 'run-windows.mjs')} ${join(kilnCache, 'tools')}`,
  };
  const shared = { running: new Map(), remembered: new Map(), servers: [] };
  return { name, workspace: place, setting, env, variables, ...shared };
}

type Filling = Pick<StageOptions, 'nx' | 'setting' | 'registry'>;

async function fill(kind: string, place: string, { nx: version, setting, registry }: Filling): Promise<void> {
  if (kind === 'fresh') {
    const { url } = await registry();
    const nx = { analytics: false, neverConnectToCloud: true };
    writeFiles(place, {
      '.npmrc': `registry=${url}\n`,
      'package.json': `${JSON.stringify({ name: 'fresh', version: '0.0.0', private: true })}\n`,
      'nx.json': `${JSON.stringify(nx)}\n`,
      '.gitignore': 'node_modules\ndist\n',
    });
    return;
  }
  if (kind === 'examples') {
    await copySources(setting.template, place);
  } else {
    for (const file of ['package.json', 'package-lock.json', 'nx.json', 'kiln.json', '.python-version', '.gitignore']) {
      cpSync(join(setting.template, file), join(place, file));
    }
    writeFiles(place, tinyProject([]));
  }
  const modules = version ? await modulesWithNx(version, setting) : join(setting.template, 'node_modules');
  linkFolder(modules, join(place, 'node_modules'));
}

/** `{host}`: its platform; `{level}` and `{arm64}`: how far arm64 can be checked here, and what starts its programs. */
function hostVariables(): Record<string, string> {
  if (process.arch === 'arm64') {
    return { host: 'linux-arm64', level: 'executed', arm64: '' };
  }
  // The default CPU model makes Python eight times slower.
  return { host: 'linux-x64', level: 'emulated', arm64: `${EMULATOR} -cpu cortex-a72 -L ${SYSROOT}` };
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Replaces `{name}` by the stage's variable; what is no variable stays as it is. */
export function fillIn(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\{([a-z0-9]+)\}/g, (whole, name: string) => variables[name] ?? whole);
}

/** Starts the local index: `{index}` is its URL, `{ca}` the file of its authority. */
export async function openIndex(stage: Stage, kind: string): Promise<void> {
  const folder = join(stage.variables.root as string, 'authority');
  const index = await startIndex(kind === 'tls' ? folder : undefined);
  stage.servers.push(index);
  Object.assign(stage.variables, { index: index.url, ca: join(folder, 'ca.pem') });
}

/** Ends what a story left running. */
export async function clearStage({ running, servers }: Stage): Promise<void> {
  for (const process of running.values()) {
    signalGroup(process, 'SIGKILL');
    await process.done;
  }
  for (const server of servers) {
    server.stop();
  }
}
