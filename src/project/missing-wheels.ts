import type { Cell } from '../model/cells';
import { KilnError } from '../model/errors';
import { parsePython } from '../model/pythons';
import { candidates } from './closure';
import { findMember } from './lock-problems';
import { packagesByName } from './locks/packages-by-name';
import { evaluateMarker, type MarkerEnvironment, markerEnvironment } from './markers';
import type { Lock, LockedDependency, LockedPackage } from './types';
import { wheelsFor, wheelTags } from './wheel-tags';

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

export interface CellRequest {
  readonly cell: Pick<Cell, 'id' | 'python' | 'platform'>;
  /** Exact: `3.14.6`. */
  readonly pythonVersion: string;
  /** Newest glibc that wheels may need: `2.28`. */
  readonly maxGlibc: string;
}

interface Needed {
  readonly entry: LockedPackage;
  readonly neededBy: string;
}

/** Locked packages that a project needs at run time on a cell, local projects included; markers are honoured. */
export function packagesFor(lock: Lock, project: string, request: CellRequest): Needed[] {
  const member = findMember(lock, { normalizedName: project });
  const python = parsePython(request.pythonVersion) ?? parsePython(request.cell.python);
  if (!member || !python) {
    return [];
  }
  const environment = markerEnvironment(request.cell.platform, python);
  const byName = packagesByName(lock);
  const found = new Map<LockedPackage, Needed & { extras: Set<string> }>();
  const queue: [LockedDependency, string][] = wanted(member.dependencies, environment, member.name);
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [dependency, neededBy] = next;
    for (const entry of candidates(byName.get(dependency.name) ?? [], dependency)) {
      const seen = found.get(entry);
      const extras = seen?.extras ?? new Set<string>();
      found.set(entry, seen ?? { entry, neededBy, extras });
      if (!seen) {
        queue.push(...wanted(entry.dependencies, environment, entry.name));
      }
      for (const extra of dependency.extras.filter((e) => !extras.has(e))) {
        extras.add(extra);
        queue.push(...wanted(entry.optionalDependencies[extra] ?? [], environment, entry.name));
      }
    }
  }
  return [...found.values()].filter(({ entry }) => entry !== member);
}

function wanted(
  dependencies: readonly LockedDependency[],
  environment: MarkerEnvironment,
  neededBy: string,
): [LockedDependency, string][] {
  // uv writes conflicts between extras as markers on made-up extras; those cannot be told here and count.
  const told = (marker: string | undefined): boolean =>
    marker?.includes('extra') === true || evaluateMarker(marker, environment);
  return dependencies.filter(({ marker }) => told(marker)).map((dependency) => [dependency, neededBy]);
}

/** Packages of the cell that no locked wheel fits; sorted by name. Local projects need no wheel. */
export function missingWheels(lock: Lock, project: string, request: CellRequest): MissingWheel[] {
  return packagesFor(lock, project, request)
    .filter(({ entry }) => entry.source.kind !== 'workspace' && entry.source.kind !== 'virtual')
    .filter(({ entry }) => wheelsFor(request.cell, entry.wheels, request.maxGlibc).length === 0)
    .map(({ entry, neededBy }) => ({
      package: entry.name,
      version: entry.version ?? '',
      tags: entry.wheels.map(({ filename }) => wheelTags(filename) ?? filename),
      sdistOnly: entry.wheels.length === 0,
      neededBy,
    }))
    .sort((a, b) => (a.package < b.package ? -1 : 1));
}

/** How many tags of a package an error lists; numpy alone has sixty. */
const SHOWN = 8;

/** @throws KilnError WHEEL_MISSING naming package, version, the tags that exist and what can be done */
export function assertWheels(lock: Lock, project: string, request: CellRequest): void {
  const missing = missingWheels(lock, project, request);
  if (missing.length === 0) {
    return;
  }
  const names = missing.map((m) => `${m.package} ${m.version}`.trim()).join(', ');
  const glibc = request.cell.platform.libc === 'gnu' ? ` with glibc up to ${request.maxGlibc}` : '';
  throw new KilnError('WHEEL_MISSING', `no wheel for ${request.cell.id}${glibc}: ${names}`, {
    lines: missing.map(describe(request)),
    hint: missing.some(({ sdistOnly }) => sdistOnly)
      ? 'Kiln builds no sdists for other platforms: choose a version with wheels, or add an index that has them, then `uv lock`'
      : 'choose a version that has one, raise maxGlibc where only the glibc differs, or add an index that has it, then `uv lock`',
  });
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
