/** zig from its PyPI wheel, fetched by uv with the user's index settings and the pinned hash. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolchain } from '../engine/types';
import { KilnError } from '../model/errors';
import { execute } from './exec';
import { explainFailure, type Fetching, offlineError } from './failures';
import { uvEnvironment } from './fetch-env';
import { installFolder, reportGrowth } from './install-folder';
import { PINS } from './pins';
import type { ToolchainContext, Uv } from './types';

const { version, wheels } = PINS.zig;
const LABEL = `fetch zig ${version} (about 100 MB, 420 MB unpacked)`;

/** The compiler; identity `zig-X.Y.Z`. Executable: `<folder>/ziglang/zig`. Resolving throws OFFLINE, DOWNLOAD_FAILED … */
export function zigToolchain(ctx: ToolchainContext, uv: Uv): Toolchain {
  const make = (scratch: string): Promise<string> => fetchZig(ctx, uv, scratch);
  return {
    identity: `zig-${version}`,
    resolve: () => installFolder(ctx, { path: `zig-${version}`, label: LABEL, make }),
  };
}

async function fetchZig(ctx: ToolchainContext, uv: Uv, scratch: string): Promise<string> {
  const fetching: Fetching = { what: `zig ${version}`, from: 'your Python package index', absent: 'TOOL_MISSING' };
  if (ctx.offline) {
    throw offlineError(fetching);
  }
  const requirements = join(scratch, 'requirements.txt');
  writeFileSync(requirements, zigRequirement(ctx.host));
  const program = join(await uv.toolchain.resolve(), 'uv');
  const target = join(scratch, 'zig');
  mkdirSync(target);
  const outcome = await reportGrowth(ctx, LABEL, join(scratch, 'cache'), () =>
    execute({
      file: program,
      args: [
        ...['pip', 'install', '--target', target, '--require-hashes', '--no-deps', '--only-binary', ':all:'],
        // Its cache goes with the scratch folder, so links into it harm nobody and save 420 MB of copying.
        ...['--link-mode', 'hardlink', '--cache-dir', join(scratch, 'cache'), '--no-python-downloads'],
        ...['--index-strategy', 'unsafe-best-match', '-r', requirements],
      ],
      cwd: ctx.workspaceRoot,
      env: uvEnvironment(ctx.env),
      signal: ctx.signal,
    }),
  );
  if (!outcome.ok) {
    throw explainFailure(`${outcome.stdout}\n${outcome.stderr}`, fetching);
  }
  return target;
}

/** @throws KilnError TOOL_MISSING where zig has no wheel for the host */
export function zigRequirement(host: string): string {
  const hashes = wheels[host];
  if (!hashes) {
    throw new KilnError('TOOL_MISSING', `there is no zig ${version} wheel for ${host}`, {
      hint: 'build on another host; what needs no compiler (bytecode, bundles) works here',
    });
  }
  return `ziglang==${version} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`;
}
