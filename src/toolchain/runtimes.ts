/** Runtimes and interpreters: known without the network, fetched when they are resolved. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KilnError } from '../model/errors';
import { type Platform, type PlatformId, platformById } from '../model/platforms';
import { compileLibrary } from './compiled-library';
import { type Fetching, offlineError } from './failures';
import { installFolder } from './install-folder';
import { installPython, type PythonArchive } from './install-python';
import { PINS } from './pins';
import { takeArchive } from './providers/archive';
import { fetchModule, hasFolder, moduleFolder, moduleItems } from './providers/go-module';
import { uvArchive } from './providers/uv';
import { writeTar } from './tar';
import type { Interpreter, Runtime, ToolchainContext } from './types';
import { findUv } from './uv';

/** Raised when what Kiln makes of an archive changes, so that folders and keys of before are left behind. */
const LAYOUT = 1;

interface Source {
  /** What identifies the content: `sha256:…`, `h1:…`. */
  readonly digest: string;
  readonly from: string;
  /** Puts the archive where uv can take it. */
  readonly obtain: (scratch: string, fetching: Fetching) => Promise<PythonArchive>;
}

/**
 * The relocatable Python of a platform. Nothing is fetched before `.toolchain.resolve()`, whose folder holds bin and lib.
 * @throws KilnError PYTHON_UNAVAILABLE when the chosen provider has no such version or platform
 */
export function runtimeFor(version: string, platform: PlatformId, ctx: ToolchainContext): Runtime {
  const row = platformById(platform) as Platform;
  const source = sourceOf(version, row, ctx);
  const identity = `cpython-${version}-${platform}/${source.digest}/${LAYOUT}`;
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  const what = `Python ${version} for ${platform}`;
  const fetching: Fetching = { what, from: source.from, instead: otherWays(ctx), absent: 'PYTHON_UNAVAILABLE' };
  const make = async (scratch: string): Promise<string> => {
    const archive = await source.obtain(scratch, fetching);
    return installPython(ctx, await findUv(ctx), scratch, { version, platform: row, archive, fetching });
  };
  const spec = { path: `pythons/cpython-${version}-${platform}-${hash}`, label: `install ${what}`, make };
  return { version, platform, toolchain: { identity, resolve: () => installFolder(ctx, spec) } };
}

/**
 * The host's runtime as an interpreter: `<folder>/bin/python3` (Windows: `<folder>/python.exe`). Its identity is the exact
 * version alone, because that is all that bytecode depends on.
 * @throws KilnError PYTHON_UNAVAILABLE
 */
export function interpreterFor(version: string, ctx: ToolchainContext): Interpreter {
  const { toolchain } = runtimeFor(version, ctx.host, ctx);
  const resolve = async (): Promise<string> => {
    const folder = await toolchain.resolve();
    await compileLibrary(ctx, folder);
    return folder;
  };
  return { version, toolchain: { identity: `cpython-${version}`, resolve } };
}

function sourceOf(version: string, platform: Platform, ctx: ToolchainContext): Source {
  switch (ctx.config.runtimes.provider) {
    case 'uv':
      return uvSource(version, platform, ctx);
    case 'go-module':
      return moduleSource(version, platform, ctx);
    case 'archive':
      return archiveSource(version, platform, ctx);
  }
}

function uvSource(version: string, platform: Platform, ctx: ToolchainContext): Source {
  const { runtimes } = ctx.config;
  const pin = runtimes.provider === 'uv' ? uvArchive(runtimes, PINS, version, platform.id) : undefined;
  if (!pin) {
    throw unavailable(
      version,
      platform,
      ctx,
      Object.values(PINS.pythons).map((python) => python.version),
    );
  }
  const obtain = async (_: string, fetching: Fetching): Promise<PythonArchive> => {
    if (ctx.offline) {
      throw offlineError(fetching);
    }
    return pin;
  };
  return { digest: `sha256:${pin.sha256}`, from: 'provider uv', obtain };
}

function moduleSource(version: string, platform: Platform, ctx: ToolchainContext): Source {
  const { runtimes } = ctx.config;
  const modules = runtimes.provider === 'go-module' ? runtimes.modules : {};
  const pin = modules[version];
  const folder = moduleFolder(platform);
  if (!pin || !folder) {
    throw unavailable(version, platform, ctx, Object.keys(modules));
  }
  const obtain = async (scratch: string, fetching: Fetching): Promise<PythonArchive> => {
    const data = join(
      await fetchModule(ctx, scratch, pin, {
        ...fetching,
        about: '70 to 110 MB, once for all platforms',
      }),
      folder,
    );
    if (!hasFolder(data)) {
      throw unavailable(version, platform, ctx, Object.keys(modules));
    }
    const file = join(scratch, 'python.tar');
    return local(file, await writeTar(file, moduleItems(data)));
  };
  return { digest: pin.sum, from: 'provider go-module', obtain };
}

function archiveSource(version: string, platform: Platform, ctx: ToolchainContext): Source {
  const { runtimes } = ctx.config;
  const archives = runtimes.provider === 'archive' ? runtimes.archives : {};
  const pin = archives[version]?.[platform.id];
  if (!pin) {
    throw unavailable(version, platform, ctx, Object.keys(archives));
  }
  const obtain = async (scratch: string, { what }: Fetching): Promise<PythonArchive> => {
    const { file, sha256 } = await takeArchive(resolve(ctx.workspaceRoot, pin.path), scratch);
    if (sha256 !== pin.sha256) {
      throw new KilnError('DIGEST_MISMATCH', `${what}: ${pin.path} is not what kiln.json pins`, {
        lines: [`pinned sha256 ${pin.sha256}`, `found  sha256 ${sha256}`],
        hint: 'if it was changed on purpose, write the found digest into kiln.json',
      });
    }
    return local(file, sha256);
  };
  return { digest: `sha256:${pin.sha256}`, from: 'provider archive', obtain };
}

function local(file: string, sha256: string): PythonArchive {
  return { file, sha256, url: pathToFileURL(file).href };
}

function otherWays(ctx: ToolchainContext): string {
  const others = ['uv', 'go-module', 'archive'].filter((provider) => provider !== ctx.config.runtimes.provider);
  return `take runtimes from elsewhere: npx nx g nx-kiln:init --runtimes=${others.join(' | ')}`;
}

function unavailable(version: string, { id }: Platform, ctx: ToolchainContext, versions: readonly string[]): KilnError {
  const { provider } = ctx.config.runtimes;
  return new KilnError('PYTHON_UNAVAILABLE', `provider ${provider} has no pinned Python ${version} for ${id}`, {
    lines: [`versions that it has: ${versions.join(', ') || 'none'}`],
    hint: `pin it in kiln.json under "runtimes", or ${otherWays(ctx)}`,
  });
}
