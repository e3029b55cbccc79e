/** uv as a toolchain: the user's where it is compatible, else the pinned one. Its folder holds nothing but uv. */
import { chmodSync, constants, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installFolder } from './install-folder';
import { PINS } from './pins';
import type { ToolchainContext, Uv } from './types';
import { bootstrapUv } from './uv-bootstrap';
import { type FoundUv, findUvOnPath } from './uv-on-path';

/**
 * Finds uv; fetching it, where none is on PATH, waits until the toolchain is resolved. Executable: `<folder>/uv`.
 * @throws KilnError STORE_UNWRITABLE, DISK_FULL, CANCELLED
 */
export async function findUv(ctx: ToolchainContext): Promise<Uv> {
  const found = await findUvOnPath(ctx);
  return found ? copiedUv(ctx, found) : pinnedUv(ctx);
}

/** A copy, because the folder of a toolchain is bound whole into sandboxes and PATH's folder holds other programs. */
function copiedUv(ctx: ToolchainContext, { path, version, fingerprint }: FoundUv): Uv {
  const make = async (scratch: string): Promise<string> => {
    const folder = join(scratch, 'uv');
    const target = join(folder, basename(path).endsWith('.exe') ? 'uv.exe' : 'uv');
    mkdirSync(folder);
    copyFileSync(path, target, constants.COPYFILE_FICLONE);
    chmodSync(target, 0o755);
    return folder;
  };
  const spec = { path: `uv-${version}-${fingerprint}`, label: `copy uv ${version}`, make };
  return { version, toolchain: { identity: `uv-${version}`, resolve: () => installFolder(ctx, spec) } };
}

function pinnedUv(ctx: ToolchainContext): Uv {
  const { version } = PINS.uv;
  const make = (scratch: string): Promise<string> => bootstrapUv(ctx, scratch);
  const spec = { path: `uv-${version}`, label: `fetch uv ${version}`, make };
  return { version, toolchain: { identity: `uv-${version}`, resolve: () => installFolder(ctx, spec) } };
}
