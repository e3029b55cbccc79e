/** Whether an environment's packages can be installed without building any. Pure. */
import type { Cell } from '../model/cells';
import { KilnError } from '../model/errors';
import type { InstallPackage } from '../project/install-set';
import { wheelsFor, wheelTags } from '../project/wheel-tags';

/** Floors of glibc that wheels are made for, the usual one first: the lock decides, never the machine. */
const FLOORS = ['2.28', '2.31', '2.34', '2.35', '2.39'] as const;
/** How many tags of a package an error lists. */
const SHOWN = 8;

/**
 * The lowest glibc for which every package has a wheel.
 * @throws KilnError WHEEL_MISSING naming every package that has none
 */
export function glibcFor(packages: readonly InstallPackage[], wanted: Cell): string {
  const known = packages.filter(({ filesKnown, source }) => filesKnown && source.kind === 'registry');
  const lacking = (floor: string): InstallPackage[] =>
    known.filter(({ wheels }) => wheelsFor(wanted, wheels, { maxGlibc: floor }).length === 0);
  const floor = FLOORS.find((candidate) => lacking(candidate).length === 0);
  const missing = [
    ...(floor === undefined ? lacking(FLOORS[FLOORS.length - 1] as string) : []),
    ...packages.filter(({ source }) => source.kind === 'git'),
  ];
  if (missing.length === 0) {
    return floor as string;
  }
  throw new KilnError(
    'WHEEL_MISSING',
    `an environment for ${wanted.id} cannot be made without building ${missing.map(title).join(', ')}`,
    {
      lines: missing.map(describe),
      hint: 'lock a version that has a wheel for this platform, or use the environment that the project has: environment = "project" in [tool.kiln.<target>]',
    },
  );
}

function title({ name, version }: InstallPackage): string {
  return `${name} ${version ?? ''}`.trim();
}

function describe(entry: InstallPackage): string {
  const tags = entry.wheels.map(({ filename }) => wheelTags(filename) ?? filename);
  const more = tags.length > SHOWN ? ` and ${tags.length - SHOWN} more` : '';
  const has = entry.source.kind === 'git' ? 'comes from a git repository' : 'has only its sources';
  return `${title(entry)} (needed by ${entry.neededBy}) ${tags.length === 0 ? has : `has: ${tags.slice(0, SHOWN).join(', ')}${more}`}`;
}
