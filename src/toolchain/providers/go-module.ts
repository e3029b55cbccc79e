/**
 * Provider `go-module`: a Go module carries relocatable Pythons, for networks that reach only package registries. go
 * fetches it with the user's settings; the pinned sum decides, checked against the files themselves.
 */
import { createHash, type Hash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { KilnError } from '../../model/errors';
import type { Platform } from '../../model/platforms';
import { execute, findOnPath } from '../exec';
import { explainFailure, type Fetching } from '../failures';
import { goEnvironment } from '../fetch-env';
import type { ModulePin } from '../pins';
import type { Item } from '../tar';
import type { ToolchainContext } from '../types';

const unzip = promisify(gunzip);

/** The module's folder for a platform; `undefined` where it carries none. */
export function moduleFolder({ os, cpu, libc }: Pick<Platform, 'os' | 'cpu' | 'libc'>): string | undefined {
  const system = { linux: 'linux', macos: 'darwin', windows: 'windows' }[os];
  const machine = { x64: 'amd64', arm64: 'arm64' }[cpu as string];
  const carried = machine && libc !== 'musl' && !(os === 'windows' && cpu !== 'x64');
  return carried ? `python/internal/data/${system}-${machine}` : undefined;
}

/**
 * Fetches the module, or takes it from go's cache.
 * @returns its folder, whose content has the pinned sum
 * @throws KilnError TOOL_MISSING (no go), OFFLINE, DOWNLOAD_FAILED, PYTHON_UNAVAILABLE, DIGEST_MISMATCH
 */
export async function fetchModule(
  ctx: ToolchainContext,
  scratch: string,
  pin: ModulePin,
  fetching: Fetching,
): Promise<string> {
  const [go] = findOnPath('go', ctx.env);
  if (!go) {
    throw new KilnError('TOOL_MISSING', `${fetching.what} comes from a Go module, and go is not on PATH`, {
      hint: 'install Go (apt install golang-go, brew install go), or choose another provider: npx nx g nx-kiln:init --runtimes=uv | archive',
    });
  }
  const cwd = join(scratch, 'go');
  mkdirSync(cwd);
  // A module of its own, so that go never looks into, or writes to, one of the user's.
  writeFileSync(join(cwd, 'go.mod'), 'module kiln\n');
  const coordinates = `${pin.module}@${pin.version}`;
  const label = `fetch Go module ${coordinates}${fetching.about ? ` (${fetching.about})` : ''}`;
  ctx.onProgress({ label });
  const { ok, stdout, stderr } = await execute({
    file: go,
    args: ['mod', 'download', '-json', coordinates],
    cwd,
    env: { ...goEnvironment(ctx.env), ...(ctx.offline ? { GOPROXY: 'off' } : {}), ...PINNED },
    signal: ctx.signal,
  });
  const answer = readAnswer(stdout);
  const size = answer.Zip ? statSync(answer.Zip).size : 0;
  ctx.onProgress({ label, done: size, total: size, unit: 'bytes' });
  if (!ok || !answer.Dir) {
    throw explainFailure(answer.Error ?? `${stdout}\n${stderr}`, fetching);
  }
  checkSum(answer.Dir, coordinates, pin.sum, fetching);
  return answer.Dir;
}

/** The pinned sum is the stronger check, and private networks do not reach the public sum database. */
const PINNED = { GOSUMDB: 'off', GOWORK: 'off', GO111MODULE: 'on' };

interface Answer {
  readonly Dir?: string;
  readonly Zip?: string;
  readonly Error?: string;
}

function readAnswer(stdout: string): Answer {
  try {
    return JSON.parse(stdout) as Answer;
  } catch {
    return {}; // Not JSON: go's own words are in the error that follows.
  }
}

/** go remembers the sum of what it downloaded; the files may have changed since, so they are counted again. */
function checkSum(folder: string, coordinates: string, sum: string, { what, from }: Fetching): void {
  const found = sumModule(folder, coordinates);
  if (found !== sum) {
    throw new KilnError('DIGEST_MISMATCH', `${what}: the files of ${coordinates} are not what is pinned (${from})`, {
      lines: [`pinned ${sum}`, `found  ${found}`],
      hint: 'if go’s module cache was changed: go clean -modcache; if the pin is wrong: correct "sum" in kiln.json',
    });
  }
}

/** go.sum's `h1:` hash of an unpacked module. Source: golang.org/x/mod/sumdb/dirhash, Hash1. */
export function sumModule(folder: string, coordinates: string): string {
  const paths = listFiles(folder, '').sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  // Thousands of small files: reading them one by one, without streams, takes a quarter of the time.
  const lines = paths.map(
    (path) => `${sha256(readFileSync(join(folder, path))).digest('hex')}  ${coordinates}/${path}\n`,
  );
  return `h1:${sha256(lines.join('')).digest('base64')}`;
}

function sha256(content: string | Buffer): Hash {
  return createHash('sha256').update(content);
}

function listFiles(root: string, at: string): string[] {
  return readdirSync(join(root, at), { withFileTypes: true }).flatMap((entry) => {
    const path = at ? `${at}/${entry.name}` : entry.name;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

interface ListedFile {
  readonly name: string;
  readonly perm: number;
  readonly symlink?: string;
  readonly compressed?: boolean;
}

/** Go's os.ModeDir. */
const MODE_DIR = 0x80000000;

/** The files of one platform, as its files.json lists them. */
export function moduleItems(folder: string): Item[] {
  const { files } = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as { files: ListedFile[] };
  return files.flatMap(({ name, perm, symlink, compressed }): Item[] => {
    if (perm >= MODE_DIR) {
      return [];
    }
    if (symlink !== undefined) {
      return [{ path: name, link: symlink }];
    }
    const read = async (): Promise<Buffer> =>
      compressed ? unzip(await readFile(join(folder, `${name}.gz`))) : readFile(join(folder, name));
    return [{ path: name, executable: (perm & 0o111) !== 0, read }];
  });
}

/** Whether the module holds the platform. */
export function hasFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
