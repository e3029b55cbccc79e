/** Go module: real runtimes, fetched by go, installed by uv. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startScript } from '../engine/script.testing';
import { formatError } from '../model/errors';
import { PINS } from './pins';
import { interpreterFor, runtimeFor } from './runtimes';
import { digestFolder, environmentWithUv, temporary, testContext } from './toolchain.testing';
import type { KilnConfig, ToolchainContext } from './types';

jest.setTimeout(300_000);
const config: KilnConfig = { pythons: {}, runtimes: { provider: 'go-module', modules: PINS.goModules } };
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  env = await environmentWithUv();
});
const context = (changes: Partial<ToolchainContext> = {}) => testContext({ config, env, ...changes });
const install = (ctx: ToolchainContext, platform: 'linux-x64' | 'linux-arm64' = 'linux-x64'): Promise<string> =>
  runtimeFor('3.14.6', platform, ctx).toolchain.resolve();

/** Files that hold a text; bytecode that an interpreter keeps of itself is no part of a runtime. */
function holding(folder: string, text: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'),
  );
  return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => readFileSync(path).includes(text));
}

function elfMachine(path: string): number {
  const file = openSync(path, 'r');
  const head = Buffer.alloc(20);
  readSync(file, head, 0, 20, 0);
  closeSync(file);
  return head.readUInt16LE(18);
}

describe('from a Go module', () => {
  it('gives the host a Python that runs, with the same bytes in any cache folder', async () => {
    const [one, two] = [context(), context()];
    const folder = await interpreterFor('3.14.6', one).toolchain.resolve();
    expect(await install(one)).toBe(folder);
    expect(digestFolder(await install(two))).toBe(digestFolder(folder));
    expect(readdirSync(folder).sort()).toEqual(['bin', 'lib']);
    expect(holding(folder, one.cacheDir)).toEqual([]);
    expect(readdirSync(join(folder, 'lib', 'python3.14'))).not.toContain('EXTERNALLY-MANAGED');
    const code = 'import sys, ssl, sqlite3; print(sys.version_info[:3], sys.prefix)';
    const said = execFileSync(join(folder, 'bin', 'python3'), ['-I', '-B', '-c', code], { env: {}, encoding: 'utf8' });
    expect(said).toBe(`(3, 14, 6) ${folder}\n`);
  });

  it('gives arm64 its own, without running it', async () => {
    const folder = await install(context(), 'linux-arm64');
    expect(elfMachine(join(folder, 'bin', 'python3.14'))).toBe(183);
    expect(elfMachine(join(folder, 'lib', 'libpython3.14.so.1.0'))).toBe(183);
  });

  it.each([
    [
      '3.14.6',
      'windows-x64',
      ['DLLs/_ssl.pyd', 'Lib/os.py', 'python.exe', 'python3.dll', 'python314.dll', 'vcruntime140.dll'],
    ],
    ['3.10.16', 'windows-x64', ['DLLs/_ssl.pyd', 'Lib/os.py', 'python3.dll', 'python310.dll', 'vcruntime140_1.dll']],
    ['3.11.11', 'macos-arm64', ['bin/python3', 'lib/libpython3.11.dylib', 'lib/python3.11/os.py']],
    ['3.10.16', 'linux-x64', ['bin/python3', 'lib/libpython3.10.so.1.0', 'lib/python3.10/os.py']],
  ] as const)('gives Python %s for %s a tree that every file system can hold', async (version, platform, expected) => {
    const ctx = context();
    const folder = await runtimeFor(version, platform, ctx).toolchain.resolve();
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(paths).toEqual(expect.arrayContaining([...expected]));
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    expect(paths.filter((path) => /__pycache__|EXTERNALLY-MANAGED|BUILD$/.test(path))).toEqual([]);
    expect(holding(folder, ctx.cacheDir)).toEqual([]);
  });

  it('refuses files that do not have the pinned sum', async () => {
    const pin = { ...PINS.goModules['3.14.6'], sum: `h1:${'A'.repeat(43)}=` } as (typeof PINS.goModules)[string];
    const wrong: KilnConfig = { pythons: {}, runtimes: { provider: 'go-module', modules: { '3.14.6': pin } } };
    const ctx = context({ config: wrong });
    await expect(install(ctx)).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      lines: [`pinned ${pin.sum}`, expect.any(String)],
    });
    expect(readdirSync(join(ctx.cacheDir, 'tools', 'pythons'))).toEqual([]);
  });

  it('tells an unreachable proxy, and what else can be done', async () => {
    const unreachable = { ...env, GOPROXY: 'http://127.0.0.1:9', GOMODCACHE: temporary('gomod') };
    const text = formatError(await install(context({ env: unreachable })).catch((error: unknown) => error));
    expect(text).toMatch(
      /^error\[DOWNLOAD_FAILED\] Python 3.14.6 for linux-x64: provider go-module could not be reached/,
    );
    expect(text).toMatch(/--runtimes=uv \| archive$/);
  });

  it('works offline from go’s cache, and says what is missing without one', async () => {
    expect(await install(context({ offline: true }))).toContain('cpython-3.14.6-linux-x64-');
    const empty = context({ offline: true, env: { ...env, GOMODCACHE: temporary('gomod') } });
    await expect(install(empty)).rejects.toMatchObject({ code: 'OFFLINE' });
  });
});

/** The same request in a process of its own. */
function startInstall(ctx: ToolchainContext): ReturnType<typeof startScript> {
  const { workspaceRoot, cacheDir } = ctx;
  const data = JSON.stringify({ workspaceRoot, cacheDir, config, env, host: 'linux-x64', offline: false });
  return startScript(
    `const { '.json': json } = require.extensions;
     delete require.extensions['.json'];
     require.extensions['.json'] = json; // After .ts: pins.ts is meant where pins.json stands beside it.
     const { runtimeFor } = load('../toolchain/runtimes');
     const ctx = { ...JSON.parse(args[0]), signal: new AbortController().signal, onProgress: () => undefined };
     say('ready');
     say(await runtimeFor('3.14.6', 'linux-x64', ctx).toolchain.resolve());`,
    [data],
  );
}

describe('between processes', () => {
  it('installs once for two that ask at the same time', async () => {
    const ctx = context();
    const children = [startInstall(ctx), startInstall(ctx)];
    const ends = await Promise.all(children.map((child) => child.ended()));
    const folder = await install(ctx);
    expect(ends.map(({ code, output, errors }) => [code, output, errors])).toEqual(
      ends.map(() => [0, `ready\n${folder}\n`, '']),
    );
    expect(readdirSync(join(folder, '..')).sort()).toEqual(
      [folder, `${folder}.complete`].map((path) => path.split('/').at(-1)),
    );
  });

  it('never uses what a killed process left', async () => {
    const ctx = context();
    const child = startInstall(ctx);
    await child.line();
    const pythons = join(ctx.cacheDir, 'tools', 'pythons');
    const half = (): string[] => {
      try {
        return readdirSync(pythons).flatMap((name) => readdirSync(join(pythons, name)));
      } catch {
        return [];
      }
    };
    while (!half().includes('pythons')) {
      await delay(20);
    }
    process.kill(child.pid, 'SIGKILL');
    await child.ended();
    const folder = await install(ctx);
    expect(digestFolder(folder)).toBe(digestFolder(await install(context())));
    expect(readdirSync(pythons)).toHaveLength(2);
  });
});
