/** The exact packages of one environment: one purpose, one interpreter, one platform. Pure. */
import { KilnError } from '../model/errors';
import { hashesOf } from './lock-entries';
import { isLocal, localRoot } from './lock-source';
import { type Reached, walkLock } from './lock-walk';
import type { MarkerEnvironment } from './markers';
import type { Lock, LockedPackage, Purpose, PythonProject } from './types';
import { startOf } from './walk-start';

export interface InstallPackage {
  /** PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Absent where the lock pins none: an address, a commit, a line of requirements without `==`. */
  readonly version?: string;
  readonly source: LockedPackage['source'];
  /** `sha256:…` of every file that may be installed, sorted. */
  readonly hashes: readonly string[];
  readonly wheels: LockedPackage['wheels'];
  /** Whether the lock names the files: hashes alone do not tell which wheels there are. */
  readonly filesKnown: boolean;
  /** Who asked for it first. */
  readonly neededBy: string;
}

export interface InstallSet {
  /** Third-party, sorted by name. */
  readonly packages: readonly InstallPackage[];
  /** Workspace-relative roots of the local projects that the lock knows to be needed, sorted; without the project. */
  readonly localProjects: readonly string[];
}

export interface InstallRequest {
  readonly purpose: Purpose;
  /** Project in the lock's folder, whose groups serve all members. */
  readonly hub?: PythonProject;
  readonly environment: MarkerEnvironment;
}

/**
 * What an environment of a purpose installs: markers are evaluated, forks resolved to one version.
 * @throws KilnError LOCK_OUTDATED where the lock lacks the project, LOCK_INVALID where two versions of a name remain
 */
export function installSet(lock: Lock, project: PythonProject, request: InstallRequest): InstallSet {
  const start = startOf(lock, project, request.purpose, request.hub);
  if (!start) {
    throw new KilnError('LOCK_OUTDATED', `${project.name} (${project.root}) is not in ${lock.file}`, {
      hint: 'make the lock again',
    });
  }
  const reached = [...walkLock(lock, start, request.environment).values()];
  const third = reached.filter(({ entry }) => !isLocal(entry));
  const locals = reached.filter(({ entry }) => isLocal(entry) && entry !== start.self);
  assertOneVersion(lock, third, request.environment);
  return {
    packages: third.map(installPackage).sort((a, b) => (a.name < b.name ? -1 : 1)),
    localProjects: [...new Set(locals.map(({ entry }) => localRoot(lock, entry) as string))].sort(),
  };
}

function installPackage({ entry, extras, neededBy }: Reached): InstallPackage {
  return {
    name: entry.name,
    extras: [...(extras ?? [])].sort(),
    ...(entry.version === undefined ? {} : { version: entry.version }),
    source: entry.source,
    hashes: hashesOf(entry),
    wheels: entry.wheels,
    filesKnown: entry.wheels.length > 0 || entry.sdist !== undefined || !entry.hashes,
    neededBy,
  };
}

function assertOneVersion(lock: Lock, reached: readonly Reached[], environment: MarkerEnvironment): void {
  const seen = new Map<string, Reached>();
  for (const record of reached) {
    const { name, version } = record.entry;
    const other = seen.get(name);
    seen.set(name, record);
    if (other) {
      const where = `Python ${environment.python_full_version} on ${environment.sys_platform} ${environment.platform_machine}`;
      throw new KilnError(
        'LOCK_INVALID',
        `${lock.file} gives two versions of ${name} for ${where}: ${other.entry.version} and ${version}`,
        {
          lines: [other, record].map(({ entry, neededBy }) => `${name} ${entry.version} is needed by ${neededBy}`),
          hint: 'ask for extras or groups that do not exclude each other, or make the lock again for this Python and platform',
        },
      );
    }
  }
}
