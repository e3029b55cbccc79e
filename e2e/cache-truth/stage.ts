/** Sets the table's stage and runs Nx on it: one workspace, one store, one package index. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { storyEnvironment } from '../harness/environment';
import { type Done, must, start } from '../harness/processes';
import { startIndex } from '../harness/python-index';
import { linkFolder, linkTools, modulesWithNx, type Setting } from '../harness/setting';
import { writeFiles } from '../harness/stage';
import { type Outcomes, outcomesOf, type RunRecord } from './outcome';
import { PACKAGES } from './packages';
import { EXECUTABLES, LINKS, truthWorkspace } from './workspace';
import type { World } from './world';

export const TARGETS = ['build', 'bytecode', 'test', 'lint', 'typecheck', 'wheel', 'sdist'] as const;
export type Target = (typeof TARGETS)[number];

export interface Stage {
  readonly world: World;
  stop(): void;
}

export interface StageOptions {
  /** Of its folder; workspace and caches are its own. */
  readonly name: string;
  /** Version of Nx; default the template's. */
  readonly nx?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Makes the workspace, as a git repository with one commit. */
export async function setStage(setting: Setting, { name, nx, env: more }: StageOptions): Promise<Stage> {
  const root = join(setting.root, 'cache-truth', name);
  const [folder, outside] = [join(root, 'workspace'), join(root, 'outside')];
  for (const path of [folder, outside, join(root, 'home')]) {
    mkdirSync(path, { recursive: true });
  }
  const kilnCache = join(root, 'kiln');
  linkTools(setting.sharedTools, kilnCache);
  const kilnJson = readFileSync(join(setting.template, 'kiln.json'), 'utf8');
  writeFiles(folder, { ...truthWorkspace(), 'kiln.json': kilnJson });
  for (const path of EXECUTABLES) {
    chmodSync(join(folder, path), 0o755);
  }
  for (const [path, target] of Object.entries(LINKS)) {
    symlinkSync(target, join(folder, path));
  }
  const index = await startIndex(undefined, PACKAGES);
  const env = {
    ...storyEnvironment(process.env, setting.user, { home: join(root, 'home'), nx: join(root, 'nx'), kilnCache }),
    // Asked first; what builds and checks packages comes from the user's own index.
    UV_INDEX: index.url,
    ...more,
  };
  const modules = nx ? await modulesWithNx(nx, setting) : join(setting.template, 'node_modules');
  linkFolder(modules, join(folder, 'node_modules'));
  const git = (...args: string[]) =>
    must(['git', '-c', 'user.name=e2e', '-c', 'user.email=e2e', ...args], { cwd: folder, env });
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-qm', 'All of it');
  return { world: { folder, outside, env, args: [], undo: [] }, stop: index.stop };
}

export interface Told extends Done {
  /** Absent where Nx refused to run anything. */
  readonly outcomes: Outcomes | undefined;
}

/** Runs every target of every project. `more`: arguments that win over the usual ones. */
export async function runAll({ folder, env, args }: World, more: readonly string[] = []): Promise<Told> {
  const cache = env.NX_CACHE_DIRECTORY as string;
  const record = join(cache, 'run.json');
  rmSync(record, { force: true });
  const nx = join(folder, 'node_modules', '.bin', 'nx');
  const targets = more.some((argument) => argument.startsWith('--targets')) ? [] : [`--targets=${TARGETS.join(',')}`];
  const argv = [nx, 'run-many', ...targets, '--parallel=2', '--outputStyle=static', ...args, ...more];
  const done = await start(argv, { cwd: folder, env }).done;
  const outputOf = (hash: string) => readFileSync(join(cache, 'terminalOutputs', hash), 'utf8');
  const outcomes = existsSync(record)
    ? outcomesOf(JSON.parse(readFileSync(record, 'utf8')) as RunRecord, outputOf)
    : undefined;
  return { ...done, outcomes };
}
