import { formatError } from '../model/errors';
import { PLATFORMS, type Platform, type PlatformId, platformById } from '../model/platforms';
import { downloadsJson, uvKey } from './install-python';
import { KilnJson } from './kiln-json';
import { PINS } from './pins';
import { moduleFolder } from './providers/go-module';
import { interpreterFor, runtimeFor } from './runtimes';
import { testContext } from './toolchain.testing';
import type { KilnConfig, RuntimeProvider } from './types';

const using = (runtimes: RuntimeProvider): { config: KilnConfig } => ({ config: { pythons: {}, runtimes } });
const goModule = using({ provider: 'go-module', modules: PINS.goModules });
const sha256 = 'a'.repeat(64);
/** No client of any kind can be started from here. */
const nowhere = { env: { PATH: '' } };

const refusal = (work: () => unknown): string => {
  try {
    return JSON.stringify(work());
  } catch (error) {
    return formatError(error);
  }
};

it('knows a runtime by version, platform and digest, without fetching', () => {
  const ctx = testContext({ ...goModule, ...nowhere });
  const { version, platform, toolchain } = runtimeFor('3.14.6', 'linux-arm64', ctx);
  expect([version, platform, toolchain.identity]).toEqual([
    '3.14.6',
    'linux-arm64',
    'cpython-3.14.6-linux-arm64/h1:oGUS7++Wm3LgxUfD6AmJgKbKQD2wdQFO9PzyJv6T+E4=/1',
  ]);
  expect(ctx.said).toEqual([]);
});

it('lets kiln.json pin what Kiln does not', () => {
  const archives = { '3.14.6': { 'linux-x64': { url: 'https://mirror.example/a.tar.gz', sha256 } } } as const;
  const own = testContext(using({ provider: 'uv', archives }));
  expect(runtimeFor('3.14.6', 'linux-x64', own).toolchain.identity).toBe(`cpython-3.14.6-linux-x64/sha256:${sha256}/1`);
  const { version } = PINS.pythons['3.14'] as { version: string };
  expect(runtimeFor(version, 'linux-x64', own).toolchain.identity).toContain(`cpython-${version}-linux-x64/sha256:`);
});

it('keys an interpreter by its exact version alone', () => {
  expect(interpreterFor('3.14.6', testContext(goModule)).toolchain.identity).toBe('cpython-3.14.6');
});

it.each([
  ['a version that is not pinned', '3.14.99', 'linux-x64', {}],
  ['a platform that the module lacks', '3.14.6', 'linux-x64-musl', goModule],
  ['a version that the module lacks', '3.13.18', 'linux-x64', goModule],
  ['an archive that nobody named', '3.14.6', 'linux-x64', using({ provider: 'archive', archives: {} })],
] as const)('refuses %s', (_, version, platform, changes) => {
  expect(refusal(() => runtimeFor(version, platform, testContext(changes)))).toMatchSnapshot();
});

it('never starts a download when that is forbidden', async () => {
  const { version } = PINS.pythons['3.14'] as { version: string };
  const { toolchain } = runtimeFor(version, 'linux-arm64', testContext({ ...nowhere, offline: true }));
  await expect(toolchain.resolve()).rejects.toMatchObject({
    code: 'OFFLINE',
    message: expect.stringContaining(`Python ${version} for linux-arm64`),
  });
});

it('names the other providers where go is missing', async () => {
  const { toolchain } = runtimeFor('3.14.6', 'linux-arm64', testContext({ ...goModule, ...nowhere }));
  await expect(toolchain.resolve()).rejects.toMatchObject({
    code: 'TOOL_MISSING',
    hint: expect.stringMatching(/--runtimes=uv \| archive/),
  });
});

it('spells uv’s names as its metadata does', () => {
  const spelled = PLATFORMS.map((row) => {
    const key = uvKey('3.14.6', row);
    const entry = JSON.parse(downloadsJson('3.14.6', row, { url: 'file:///a', sha256 }))[key];
    return `${key}: ${entry.os} ${entry.arch.family} ${entry.libc}`;
  });
  expect(spelled).toMatchSnapshot();
});

it('finds a platform’s folder in the Go module', () => {
  const folders = PLATFORMS.map(({ id }) => [id, moduleFolder(platformById(id) as Platform)]);
  expect(Object.fromEntries(folders.filter(([, folder]) => folder))).toEqual({
    'linux-x64': 'python/internal/data/linux-amd64',
    'linux-arm64': 'python/internal/data/linux-arm64',
    'windows-x64': 'python/internal/data/windows-amd64',
    'macos-x64': 'python/internal/data/darwin-amd64',
    'macos-arm64': 'python/internal/data/darwin-arm64',
  });
});

describe('pins.json', () => {
  const built = PLATFORMS.filter(({ state }) => state === 'built').map(({ id }) => id as PlatformId);

  it('has every minor for every platform that is built, by https and sha256', () => {
    for (const [minor, { version, archives }] of Object.entries(PINS.pythons)) {
      expect(version).toMatch(new RegExp(`^${minor.replace('.', '\\.')}\\.\\d+$`));
      expect(Object.keys(archives)).toEqual(expect.arrayContaining(built));
      for (const { url, sha256: digest } of Object.values(archives)) {
        expect(url).toContain(`cpython-${version}`);
        expect(url).toMatch(/^https:.*\.tar\.gz$/);
        expect(digest).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  it('has uv and zig for the hosts', () => {
    for (const { version, wheels } of [PINS.uv, PINS.zig]) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Object.keys(wheels)).toEqual(expect.arrayContaining(['linux-x64', 'linux-arm64', 'macos-arm64']));
      expect(
        Object.values(wheels)
          .flat()
          .every((hash) => /^[0-9a-f]{64}$/.test(hash)),
      ).toBe(true);
    }
  });

  it('has Go modules that kiln.json takes as they are', () => {
    const runtimes = { provider: 'go-module', modules: PINS.goModules };
    expect(KilnJson.safeParse({ runtimes }).success).toBe(true);
    expect(Object.keys(PINS.goModules)).toContain('3.14.6');
  });
});
