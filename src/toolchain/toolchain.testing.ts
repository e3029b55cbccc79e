/** Surroundings for tests of this room: a temporary cache and workspace of their own. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KilnConfig, ToolchainContext } from './types';
import { findUv } from './uv';

const made: string[] = [];

/** A fresh folder, removed after the tests of the file that asks for it. */
export function temporary(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `kiln-${name}-`));
  made.push(folder);
  return folder;
}

// Registered here, because those who only take a context forget that it has a folder.
afterAll(() => {
  for (const folder of made.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

export type Progress = Parameters<ToolchainContext['onProgress']>[0];

/** A context with everything of its own; `said` collects progress. */
export function testContext(changes: Partial<ToolchainContext> = {}): ToolchainContext & { said: Progress[] } {
  const said: Progress[] = [];
  const root = temporary('toolchain');
  const workspaceRoot = join(root, 'workspace');
  mkdirSync(workspaceRoot);
  return {
    workspaceRoot,
    cacheDir: join(root, 'cache'),
    env: process.env,
    host: 'linux-x64',
    config: { pythons: {}, runtimes: { provider: 'uv' } },
    offline: false,
    onProgress: (progress) => said.push(progress),
    signal: new AbortController().signal,
    ...changes,
    said,
  };
}

/** Filled once and kept, since fetching uv is not what most real tests are about. */
const SHARED_CACHE = join(__dirname, '..', '..', 'node_modules', '.cache', 'kiln-real-tests');

/** This process's environment with the pinned uv first on PATH. */
export async function environmentWithUv(): Promise<NodeJS.ProcessEnv> {
  const ctx = testContext({ cacheDir: SHARED_CACHE });
  const folder = await (await findUv(ctx)).toolchain.resolve();
  return { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) };
}

/** A context whose tools are kept between runs, for tests that only need them. */
export async function sharedContext(config: KilnConfig): Promise<ToolchainContext> {
  return testContext({ cacheDir: SHARED_CACHE, env: await environmentWithUv(), config });
}

/** One digest over paths, kinds, executable bits, contents and link targets; bytecode that an interpreter keeps of itself is left out. */
export function digestFolder(folder: string): string {
  const hash = createHash('sha256');
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const path of paths.filter((name) => !name.split('/').includes('__pycache__')).sort()) {
    const full = join(folder, path);
    const stat = lstatSync(full);
    const content = stat.isSymbolicLink() ? readlinkSync(full) : stat.isFile() ? readFileSync(full) : '';
    hash.update(`${path} ${stat.isFile()} ${stat.isFile() && stat.mode & 0o111} `).update(content);
  }
  return hash.digest('hex');
}
