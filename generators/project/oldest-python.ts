/** Which Pythons a new project is for. Pure. */
import { posix } from 'node:path';
import { KilnError } from '../../src/model/errors';
import { minorOf, parsePython } from '../../src/model/pythons';
import { type Disk, joinPath } from '../../src/project/disk';
import { readLock } from '../../src/project/locks/read-lock';
import type { PythonProject } from '../../src/project/types';
import { PINS } from '../../src/toolchain/pins';
import { availablePythons, selectPython } from '../../src/toolchain/select';
import type { KilnConfig } from '../../src/toolchain/types';
import { newestFirst, parseSpecifiers } from '../../src/toolchain/versions';

export interface ProjectPython {
  /** `>=3.14` */
  readonly requiresPython: string;
  /** Exact version that it is locked and built with. */
  readonly version: string;
}

export interface PythonFacts {
  /** The option `python`. */
  readonly option: string | undefined;
  readonly root: string;
  /** Folder of the uv workspace that it joins, or its own. */
  readonly lockFolder: string;
  readonly dependencies: readonly PythonProject[];
  readonly config: KilnConfig;
}

/**
 * The option, the nearest .python-version, what the uv workspace is locked for, else the newest that there is.
 * @throws KilnError PYTHON_UNAVAILABLE; OPTION_INVALID where a dependency does not run on it
 */
export function oldestPython(
  { option, root, lockFolder, dependencies, config }: PythonFacts,
  disk: Disk,
): ProjectPython {
  const file = nearestFile(root, disk);
  const minor = option ?? minorIn(file) ?? newestMinor(config);
  const lock = joinPath(lockFolder, 'uv.lock');
  const locked =
    option === undefined && file === undefined && disk.exists(lock) ? readLock(lock, disk).requiresPython : undefined;
  const requiresPython = locked ?? `>=${minor}`;
  const { version } = selectPython(
    { requiresPython, ...(file === undefined ? {} : { pythonVersionFile: file }) },
    config,
    PINS,
  );
  const unfit = dependencies.find((one) => parseSpecifiers(one.requiresPython ?? '')?.(version) === false);
  if (unfit) {
    throw new KilnError(
      'OPTION_INVALID',
      `${unfit.name} (${unfit.root}) does not run on Python ${version}: it needs ${unfit.requiresPython}`,
      { hint: 'choose another one: --python=…, or leave the dependency out' },
    );
  }
  return { requiresPython, version };
}

function nearestFile(root: string, disk: Disk): string | undefined {
  for (let folder = root; ; folder = posix.dirname(folder)) {
    const text = disk.read(joinPath(folder, '.python-version'));
    if (text !== undefined || folder === '.') {
      return text;
    }
  }
}

/** What is no version is for selectPython to refuse. */
function minorIn(file: string | undefined): string | undefined {
  const line = (file ?? '')
    .split(/\r?\n/)
    .map((text) => text.replace(/#.*/, '').trim())
    .find(Boolean);
  const python = line === undefined ? undefined : parsePython(line);
  return python && minorOf(python);
}

function newestMinor(config: KilnConfig): string {
  const [newest = '3.14'] = newestFirst(Object.keys(availablePythons(config, PINS).byMinor));
  return newest;
}
