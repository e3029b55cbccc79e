/** uv: the user's where it is good, else brought by the Python that is there. Needs a package index and python3 with pip. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { formatError } from '../model/errors';
import { PINS } from './pins';
import { environmentWithUv, temporary, testContext } from './toolchain.testing';
import { findUv } from './uv';
import { zigToolchain } from './zig';

jest.setTimeout(300_000);
/** PATH without any uv. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !existsSync(join(folder, 'uv')))
  .join(delimiter);
const bare = { ...process.env, PATH };
let uvFolder: string;
beforeAll(async () => {
  uvFolder = ((await environmentWithUv()).PATH ?? '').split(delimiter)[0] as string;
});

const ask = (program: string): string => execFileSync(program, ['--version'], { encoding: 'utf8' });
const resolve = async (env: NodeJS.ProcessEnv, offline = false): Promise<string> =>
  (await findUv(testContext({ env, offline }))).toolchain.resolve();
const failure = async (env: NodeJS.ProcessEnv, offline = false): Promise<string> =>
  formatError(await resolve(env, offline).catch((error: unknown) => error));

/** A folder for PATH with some programs. */
function programs(content: Readonly<Record<string, string>>): string {
  const folder = temporary('path');
  for (const [name, text] of Object.entries(content)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

describe('bootstrapped', () => {
  it('is the pinned version, alone in its folder, brought once', async () => {
    const ctx = testContext({ env: bare });
    const { version, toolchain } = await findUv(ctx);
    expect([version, toolchain.identity]).toEqual([PINS.uv.version, `uv-${PINS.uv.version}`]);
    expect(ctx.said).toEqual([]);
    const folder = await toolchain.resolve();
    expect(readdirSync(folder)).toEqual(['uv']);
    expect(ask(join(folder, 'uv'))).toContain(`uv ${version}`);
    const said = ctx.said.length;
    expect(await toolchain.resolve()).toBe(folder);
    expect(ctx.said).toHaveLength(said);
  });

  it('comes from a Python without pip by its venv', async () => {
    const folder = temporary('nopip');
    execFileSync('python3', ['-m', 'venv', '--without-pip', folder]);
    expect(readdirSync(await resolve({ ...bare, PATH: join(folder, 'bin') }))).toEqual(['uv']);
  });

  it('names what to install where no Python can bring it', async () => {
    const text = await failure({ ...bare, PATH: temporary('nothing') });
    expect(text).toMatch(/^error\[TOOL_MISSING\] uv is not on PATH, and no Python here has pip or venv/);
    expect(text).toMatch(/python3: not on PATH\n.*hint: .*apt install python3-pip/);
    const broken = programs({ python3: '#!/bin/sh\necho "No module named pip" >&2\nexit 1\n' });
    expect(await failure({ ...bare, PATH: broken })).toMatch(/python3: No module named pip/);
  });

  it('refuses a wheel with another hash', async () => {
    const folder = temporary('wheels');
    const name = execFileSync('python3', ['-m', 'pip', 'debug', '--verbose'], {
      encoding: 'utf8',
      env: bare,
      stdio: 'pipe',
    });
    const tag = /^\s+(py3-none-manylinux_2_17_\w+)$/m.exec(name)?.[1] ?? 'py3-none-any';
    writeFileSync(join(folder, `uv-${PINS.uv.version}-${tag}.whl`), 'not what you think');
    const text = await failure({ ...bare, PIP_NO_INDEX: '1', PIP_FIND_LINKS: folder });
    expect(text).toMatch(/^error\[DIGEST_MISMATCH\] uv .* something else than what is pinned/);
  });

  it('tells an unreachable proxy', async () => {
    const proxy = 'http://127.0.0.1:9';
    const env = { ...bare, HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: '', no_proxy: '', PIP_RETRIES: '1' };
    const text = await failure({ ...env, PIP_FIND_LINKS: undefined });
    expect(text).toMatch(/^error\[DOWNLOAD_FAILED\] uv .* could not be reached/);
  });

  it('starts nothing when offline', async () => {
    const python3 = join(temporary('path'), 'started');
    const env = { ...bare, PATH: programs({ python3: `#!/bin/sh\ntouch '${python3}'\n` }) };
    expect(await failure(env, true)).toMatch(/^error\[OFFLINE\] uv /);
    expect(existsSync(python3)).toBe(false);
  });
});

describe('on PATH', () => {
  it('is copied into a folder of its own', async () => {
    const folder = programs({ other: '' });
    copyFileSync(join(uvFolder, 'uv'), join(folder, 'uv'));
    const ctx = testContext({ env: { ...bare, PATH: folder }, offline: true });
    const { version, toolchain } = await findUv(ctx);
    const resolved = await toolchain.resolve();
    expect(readdirSync(resolved)).toEqual(['uv']);
    expect(ask(join(resolved, 'uv'))).toContain(`uv ${version}`);
    expect(readdirSync(join(ctx.cacheDir, 'tools', 'probe'))).toHaveLength(1);
  });

  it('is passed over when it is a script, and asked of the version manager when it is a shim', async () => {
    const script = programs({ uv: '#!/bin/sh\necho "uv 0.13.8"\n' });
    expect(await failure({ ...bare, PATH: script }, true)).toMatch(/^error\[OFFLINE\]/);
    const shims = join(temporary('home'), '.pyenv', 'shims');
    mkdirSync(shims, { recursive: true });
    copyFileSync(join(script, 'uv'), join(shims, 'uv'));
    chmodSync(join(shims, 'uv'), 0o755);
    const pyenv = programs({ pyenv: `#!/bin/sh\necho '${join(uvFolder, 'uv')}'\n` });
    expect(readdirSync(await resolve({ ...bare, PATH: `${shims}${delimiter}${pyenv}` }, true))).toEqual(['uv']);
  });
});

it('fetches no zig when offline', async () => {
  const ctx = testContext({ env: { ...bare, PATH: uvFolder }, offline: true });
  const zig = zigToolchain(ctx, await findUv(ctx));
  expect(zig.identity).toBe(`zig-${PINS.zig.version}`);
  await expect(zig.resolve()).rejects.toMatchObject({ code: 'OFFLINE', message: expect.stringContaining('zig') });
});

it('tells an unreachable index for zig', async () => {
  const env = {
    ...bare,
    PATH: `${uvFolder}${delimiter}${PATH}`,
    UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple',
    UV_HTTP_RETRIES: '0',
  };
  const ctx = testContext({ env });
  await expect(zigToolchain(ctx, await findUv(ctx)).resolve()).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
});
