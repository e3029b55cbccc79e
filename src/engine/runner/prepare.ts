/** Makes the place where an action runs: a private folder with its inputs, in bubblewrap or as a plain directory. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Store } from '../store/types';
import type { Action, Isolation } from '../types';
import { type Command, commandOf } from './command';
import { copyInputs, keptPath, linkCache, type TreeMount, unlock } from './directory';
import type { Host } from './isolation';
import {
  exposedPaths,
  SANDBOX_HOME,
  SANDBOX_TEMPORARY,
  SANDBOX_WORK,
  sandboxArguments,
  sandboxToolchain,
} from './sandbox';

/** A toolchain's own files where the action wants them as an input. */
export interface ToolchainMount {
  readonly at: string;
  readonly host: string;
}
export type ReadyMount = TreeMount | ToolchainMount;

/** An action with everything resolved that it names; the files of its trees are in the store. */
export interface Job {
  readonly action: Action;
  readonly mounts: readonly ReadyMount[];
  /** Absolute folders of the toolchains that argv and env name. */
  readonly toolchains: ReadonlyMap<string, string>;
  readonly fetchEnv: Readonly<Record<string, string>>;
}

export interface Place extends Command {
  readonly isolation: Isolation;
  /** Folder of the host that is the sandbox root. */
  readonly work: string;
  dispose(): Promise<void>;
}

/** @throws a lost-content error when the store no longer has a file of an input */
export async function preparePlace(job: Job, host: Host, store: Store): Promise<Place> {
  checkPaths(job.action);
  const scratch = await store.scratch();
  const work = join(scratch.path, 'work');
  try {
    await mkdir(work);
    await Promise.all(job.action.outputs.map((path) => mkdir(dirname(join(work, path)), { recursive: true })));
    const caches = await openCaches(job.action, store);
    return host.isolation === 'bubblewrap'
      ? {
          ...(await sandboxed(job, host, store, { work, caches })),
          isolation: 'bubblewrap',
          work,
          dispose: scratch.dispose,
        }
      : await inDirectory(job, store, { scratch, work, caches });
  } catch (error) {
    await scratch.dispose();
    throw error;
  }
}

interface CacheFolder {
  readonly at: string;
  readonly host: string;
}

async function sandboxed(
  { action, mounts, toolchains, fetchEnv }: Job,
  host: Extract<Host, { isolation: 'bubblewrap' }>,
  store: Store,
  { work, caches }: { work: string; caches: readonly CacheFolder[] },
): Promise<Command> {
  const network = action.needs.network === 'fetch';
  const folders = { work: SANDBOX_WORK, home: SANDBOX_HOME, temporary: SANDBOX_TEMPORARY };
  const command = commandOf(action, sandboxToolchain, folders, fetchEnv);
  const inputs = await Promise.all(
    mounts.map(async (mount) => ({
      at: mount.at,
      host: 'host' in mount ? mount.host : keptPath(await store.materialise(mount.tree), mount),
    })),
  );
  const options = sandboxArguments({
    roots: host.roots,
    network,
    work,
    inputs,
    caches,
    toolchains: [...toolchains].map(([name, folder]) => ({ name, folder })),
    exposed: network ? exposedPaths(fetchEnv) : [],
  });
  return { argv: [host.program, ...options, ...command.argv], env: command.env };
}

async function inDirectory(
  { action, mounts, toolchains, fetchEnv }: Job,
  store: Store,
  {
    scratch,
    work,
    caches,
  }: { scratch: { path: string; dispose(): Promise<void> }; work: string; caches: readonly CacheFolder[] },
): Promise<Place> {
  const folders = { work, home: join(scratch.path, 'home'), temporary: join(scratch.path, 'tmp') };
  await Promise.all([mkdir(folders.home), mkdir(folders.temporary)]);
  const trees = mounts.filter((mount): mount is TreeMount => 'tree' in mount);
  if (trees.length < mounts.length) {
    throw new Error('a plain directory takes toolchains as trees');
  }
  const readOnly = await copyInputs(store, work, trees);
  for (const { at, host } of caches) {
    await linkCache(work, at, host);
  }
  return {
    ...commandOf(action, (name) => toolchains.get(name) ?? '', folders, fetchEnv),
    isolation: 'directory',
    work,
    async dispose() {
      await unlock(readOnly);
      await scratch.dispose();
    },
  };
}

async function openCaches({ caches = [] }: Action, store: Store): Promise<readonly CacheFolder[]> {
  const opened = caches.map(({ name, at }) => ({ at, host: join(store.root, 'caches', name) }));
  await Promise.all(opened.map(({ host }) => mkdir(host, { recursive: true })));
  return opened;
}

/** @throws Error (a bug in the plan) on a path that is not below the sandbox root, or one inside another */
export function checkPaths({ label, mounts, caches = [], outputs }: Action): void {
  const places = [...mounts.map(({ at }) => at), ...caches.map(({ at }) => at), ...outputs];
  const relative = (path: string): boolean =>
    path !== '' && !path.split(/[/\\]/).some((part) => ['', '.', '..'].includes(part));
  for (const [index, path] of places.entries()) {
    if (!relative(path)) {
      throw new Error(`${label}: ${JSON.stringify(path)} is not a path below the sandbox root`);
    }
    if (places.some((other, at) => at !== index && (other === path || other.startsWith(`${path}/`)))) {
      throw new Error(`${label}: ${JSON.stringify(path)} is used twice, or holds another mount, cache or output`);
    }
  }
  for (const { name } of caches) {
    if (!/^[\w-][\w.-]*$/.test(name)) {
      throw new Error(`${label}: ${JSON.stringify(name)} is not the name of a cache`);
    }
  }
}
