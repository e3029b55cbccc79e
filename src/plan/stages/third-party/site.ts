import type { Action, Source } from '../../../engine/types';
import type { Cell } from '../../../model/cells';
import { ARCHIVES } from '../../../project/requirements-text';
import type { UvLockInput } from '../../types';
import { scriptCommand, scriptMount } from '../helper-script';

/** What uv calls the platform of a cell: `aarch64-manylinux_2_28`. Linux names carry the glibc floor. */
export function uvPlatform(cell: Cell, maxGlibc: string): string {
  const name = cell.platform.uvPlatform ?? '';
  return name.endsWith('-manylinux') ? `${name}_${maxGlibc.replace('.', '_')}` : name;
}

/**
 * Asks uv which packages the lock holds for one project. Its key has the whole lock, its result only the project's part:
 * a bump elsewhere runs this (10 ms) and then finds the same wheels.
 */
export function exportStep(lock: UvLockInput): Action {
  return {
    kind: 'action',
    label: `read the lock for ${lock.package}`,
    argv: [
      '{toolchain:uv}/uv',
      'export',
      '--quiet',
      '--frozen',
      '--offline',
      '--no-config',
      '--no-python-downloads',
      '--python',
      '{toolchain:python}/bin/python3',
      '--project',
      'in/lock',
      '--package',
      lock.package,
      // All of them, whatever `default-groups` says: `dev` is only the usual one.
      '--no-default-groups',
      '--no-emit-local',
      '--no-header',
      '--no-annotate',
      '--output-file',
      'out/requirements.txt',
    ],
    env: { UV_CACHE_DIR: 'uv-cache', UV_NO_PROGRESS: '1' },
    mounts: [{ at: 'in/lock', from: { tree: lock.tree } }],
    outputs: ['out/requirements.txt'],
    needs: { network: 'none' },
  };
}

export interface SiteOptions {
  readonly cell: Cell;
  readonly pythonVersion: string;
  readonly maxGlibc: string;
  /** For macOS; uv has a default of its own. */
  readonly maxMacos?: string;
  readonly scripts: string;
  /** The file `requirements.txt`. */
  readonly requirements: Source;
  /** Tree of the workspace's own wheels among the requirements. */
  readonly archives?: string;
  /** Whether `out/bin` gets the programs that packages bring as files; it is there only if there are some. */
  readonly programs?: boolean;
}

/** Installs the locked wheels of the cell's platform; the only step that may use the network. */
export function siteStep(options: SiteOptions): Action {
  const { cell, pythonVersion, maxGlibc, maxMacos, scripts, requirements, archives, programs } = options;
  return {
    kind: 'action',
    label: `fetch wheels for ${cell.id}`,
    argv: scriptCommand(
      'fetch_site.py',
      '{toolchain:uv}/uv',
      uvPlatform(cell, maxGlibc),
      pythonVersion,
      'in/requirements.txt',
      'out/site',
      ...(programs ? ['out/bin'] : []),
    ),
    env: {
      UV_CACHE_DIR: 'uv-cache',
      UV_NO_PROGRESS: '1',
      PYTHONHASHSEED: '0',
      ...(cell.platform.os === 'macos' && maxMacos !== undefined ? { MACOSX_DEPLOYMENT_TARGET: maxMacos } : {}),
    },
    mounts: [
      scriptMount(scripts, 'fetch_site.py'),
      { at: 'in/requirements.txt', from: requirements },
      ...(archives === undefined ? [] : [{ at: ARCHIVES, from: { tree: archives } }]),
    ],
    caches: [{ name: 'uv', at: 'uv-cache' }],
    outputs: [programs ? 'out' : 'out/site'],
    needs: { network: 'fetch', timeoutS: 1800 },
  };
}
