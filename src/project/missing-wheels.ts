import type { Cell } from '../model/cells';
import { KilnError } from '../model/errors';
import { parsePython } from '../model/pythons';
import { type InstallSet, installSet } from './install-set';
import { markerEnvironment } from './markers';
import type { Lock, PythonProject } from './types';
import { MAX_MACOS, type Newest, wheelsFor, wheelTags } from './wheel-tags';

export interface MissingWheel {
  readonly package: string;
  readonly version: string;
  /** Tags of the wheels that exist; empty where there are none. */
  readonly tags: readonly string[];
  /** Only sources are to be had: an sdist, a git repository. */
  readonly sdistOnly: boolean;
  /** Who asks for it. */
  readonly neededBy: string;
}

export interface CellRequest extends Newest {
  readonly cell: Pick<Cell, 'id' | 'python' | 'platform'>;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
}

/** What a project installs on a cell at run time; markers are honoured. */
export function packagesFor(lock: Lock, project: PythonProject, { cell, pythonVersion }: CellRequest): InstallSet {
  const python = parsePython(pythonVersion) ?? parsePython(cell.python);
  return python
    ? installSet(lock, project, { purpose: 'build', environment: markerEnvironment(cell.platform, python) })
    : { packages: [], localProjects: [] };
}

/** Packages of the cell that no locked wheel fits; sorted by name. Local projects need no wheel. */
export function missingWheels(lock: Lock, project: PythonProject, request: CellRequest): MissingWheel[] {
  return packagesFor(lock, project, request)
    .packages.filter(({ filesKnown }) => filesKnown)
    .filter(({ wheels }) => wheelsFor(request.cell, wheels, request).length === 0)
    .map(({ name, version, wheels, neededBy }) => ({
      package: name,
      version: version ?? '',
      tags: wheels.map(({ filename }) => wheelTags(filename) ?? filename),
      sdistOnly: wheels.length === 0,
      neededBy,
    }));
}

/** How many tags of a package an error lists; numpy alone has sixty. */
const SHOWN = 8;

/** @throws KilnError WHEEL_MISSING naming package, version, the tags that exist and what can be done */
export function assertWheels(lock: Lock, project: PythonProject, request: CellRequest): void {
  const missing = missingWheels(lock, project, request);
  if (missing.length === 0) {
    return;
  }
  const names = missing.map((m) => `${m.package} ${m.version}`.trim()).join(', ');
  throw new KilnError('WHEEL_MISSING', `no wheel for ${request.cell.id}${limitOf(request)}: ${names}`, {
    lines: missing.map(describe(request)),
    hint: missing.some(({ sdistOnly }) => sdistOnly)
      ? 'Kiln builds no sdists for other platforms: choose a version with wheels, or add an index that has them, then `uv lock`'
      : `choose a version that has one, ${raiseOf(request)}or add an index that has it, then \`uv lock\``,
  });
}

function limitOf({ cell: { platform }, maxGlibc, maxMacos = MAX_MACOS }: CellRequest): string {
  if (platform.os === 'macos') {
    return ` up to macOS ${maxMacos}`;
  }
  return platform.libc === 'gnu' ? ` with glibc up to ${maxGlibc}` : '';
}

function raiseOf({ cell: { platform } }: CellRequest): string {
  if (platform.os === 'macos') {
    return 'raise maxMacos where only the macOS differs, ';
  }
  return platform.libc === 'gnu' ? 'raise maxGlibc where only the glibc differs, ' : '';
}

/** Tags of the cell's own platform first: a glibc that is too new shows at once. */
function describe({ cell }: CellRequest): (missing: MissingWheel) => string {
  return ({ package: name, version, tags, sdistOnly, neededBy }) => {
    if (sdistOnly) {
      return `${name} ${version} (needed by ${neededBy}) has no wheels at all, only its sources`;
    }
    const nearness = (tag: string): number =>
      Number(tag.includes(`-${cell.python}-`)) + 2 * Number(tag.includes(cell.platform.wheelCpu));
    const sorted = [...tags].sort((a, b) => nearness(b) - nearness(a));
    const more = sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : '';
    return `${name} ${version} (needed by ${neededBy}) has: ${sorted.slice(0, SHOWN).join(', ')}${more}`;
  };
}
