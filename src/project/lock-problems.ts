/** Whether a lock still matches the manifests, without resolving anything. */
import { KilnError } from '../model/errors';
import { demandProblems } from './lock-demands';
import { differences, environmentsOf, markerReach } from './lock-differences';
import { findMember } from './lock-members';
import { pythonProblems } from './python-ranges';
import type { Diagnostic, Lock, LockManager, PythonProject } from './types';

/**
 * Compares a lock with the manifests of its members. Of uv's, what a manifest asks for has to be what it asked for when
 * the lock was made; the other locks do not keep that: there every requirement needs an entry that satisfies it.
 * Order, spelling of names and local sources' specifiers do not matter.
 * @param projects members of the lock as they are now
 */
export function lockProblems(lock: Lock, projects: readonly PythonProject[]): Diagnostic[] {
  const reachOfMarker = markerReach(environmentsOf(lock));
  const fix = `run \`${lockCommand(lock)}\``;
  const ofProjects = projects.flatMap((project) => {
    if (lock.roots !== 'lock') {
      return demandProblems(lock, project, reachOfMarker).map((text) => problem(project, text, fix));
    }
    const locked = findMember(lock, project);
    return locked
      ? differences(reachOfMarker, project, locked).map((text) => problem(project, text, fix))
      : [
          {
            file: project.file,
            message: `${project.name} (${project.file}) is not in ${lock.file}`,
            fix: unlockable(lock, [project]) ?? fix,
          },
        ];
  });
  return [...ofProjects, ...pythonProblems(lock, projects).map((message) => ({ file: lock.file, message, fix }))];
}

function problem({ file }: PythonProject, text: string, fix: string): Diagnostic {
  return { file, message: `${file}: ${text}`, fix };
}

/**
 * @param subject project that something is made for. Requirements and pylock files name no projects: there only the
 * problems of the subject and of the project in the lock's folder count, others below may want something else
 * @throws KilnError LOCK_OUTDATED listing every difference
 */
export function assertLockFresh(lock: Lock, projects: readonly PythonProject[], subject?: PythonProject): void {
  const concerned = projects.filter((project) => project.root === subject?.root || isBinding(lock, project));
  const problems = lockProblems(lock, concerned);
  if (problems.length > 0) {
    throw new KilnError('LOCK_OUTDATED', `${lock.file} does not match the manifests`, {
      lines: problems.map(({ message }) => message),
      hint: unlockable(lock, concerned) ?? `run \`${lockCommand(lock)}\` and commit the result`,
    });
  }
}

/** What helps where uv has a lock and cannot read the project. */
function unlockable(lock: Lock, projects: readonly PythonProject[]): string | undefined {
  const unread = projects.find((project) => project.lacksProjectTable === true && !findMember(lock, project));
  return lock.roots === 'lock' && unread
    ? `uv locks projects that have [project] in pyproject.toml: give ${unread.root} one, or remove ${lock.file} and lock it with its own manager`
    : undefined;
}

/** Whether the lock is for the project beyond doubt. */
export function isBinding({ roots, root }: Lock, project: PythonProject): boolean {
  return roots !== 'none' || project.root === root;
}

const COMMANDS: Readonly<Record<LockManager, readonly [string, string]>> = {
  uv: ['uv lock', '--project'],
  poetry: ['poetry lock', '--directory'],
  pdm: ['pdm lock', '--project'],
  pylock: ['uv export --format pylock.toml -o pylock.toml', '--project'],
  requirements: ['uv pip compile --generate-hashes -o requirements.txt pyproject.toml', '--directory'],
};

/** The manager's own command that makes the lock again, from the workspace's root. */
export function lockCommand({ manager, root }: Pick<Lock, 'manager' | 'root'>): string {
  const [command, option] = COMMANDS[manager];
  return root === '.' ? command : `${command} ${option} ${JSON.stringify(root)}`;
}
