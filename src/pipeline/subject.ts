/** The project that a target is for, its local dependencies and its lock, read fresh in every run. */
import { posix } from 'node:path';
import { KilnError } from '../model/errors';
import { type Disk, nodeDisk } from '../project/disk';
import { namedProjects, strictRuntimeClosure, testClosure } from '../project/local-closure';
import { assertLockFresh } from '../project/lock-problems';
import type { LockScope } from '../project/lock-scopes';
import { readLock } from '../project/locks/read-lock';
import { manifestsIn } from '../project/manifests/manifest-files';
import type { Lock, Manager, PythonProject } from '../project/types';
import { lockOf, readWorkspace } from '../project/workspace';
import { PINS } from '../toolchain/pins';
import { type PythonChoice, selectPython } from '../toolchain/select';
import type { Session } from './session';

export interface Subject {
  readonly project: PythonProject;
  /** Strict runtime closure of local projects, without the project. */
  readonly libraries: readonly PythonProject[];
  /** Those that its dependencies and extras name, whether or not they are in its closure; read when asked for. */
  readonly named: () => readonly PythonProject[];
  /** Local projects that tests and type checkers can import, without the project; read when asked for. */
  readonly testLibraries: () => readonly PythonProject[];
  readonly scope?: LockScope;
  /** Workspace-relative folders of all Python projects: what lies in one of them belongs to no other project. */
  readonly pythonRoots: readonly string[];
  readonly disk: Disk;
}

/**
 * @throws KilnError PYPROJECT_INVALID for the project itself; other broken projects do not matter here
 */
export function readSubject({ workspaceRoot, projectRoot, projectRoots, pythonRoots }: Session): Subject {
  const disk = nodeDisk(workspaceRoot);
  const workspace = readWorkspace(manifestsIn([...projectRoots, '.'], disk), disk, pythonRoots);
  const project = workspace.projects.find(({ root }) => root === projectRoot);
  if (!project) {
    const broken = workspace.broken.find(({ root }) => root === projectRoot);
    throw (
      broken?.error ??
      new KilnError('PYPROJECT_INVALID', `${posix.join(projectRoot, 'pyproject.toml')} describes no Python project`, {
        hint: 'add a [project] table with name and version',
      })
    );
  }
  const scope = lockOf(project, workspace);
  return {
    project,
    libraries: strictRuntimeClosure(project, workspace),
    named: () => namedProjects(project, workspace),
    testLibraries: () => testClosure(project, workspace),
    pythonRoots: [...workspace.projects, ...workspace.broken, ...workspace.locks].map(({ root }) => root),
    disk,
    ...(scope ? { scope } : {}),
  };
}

const LOCKS_WITH: Readonly<Record<Manager, string>> = {
  uv: 'uv lock',
  poetry: 'poetry lock',
  pdm: 'pdm lock',
  // hatch locks nothing by itself.
  hatch: 'uv pip compile --generate-hashes pyproject.toml -o requirements.txt',
  pip: 'uv pip compile --generate-hashes requirements.in -o requirements.txt',
};

/**
 * The lock of an application, known to match its manifests.
 * @throws KilnError LOCK_MISSING, LOCK_INVALID, LOCK_OUTDATED
 */
export function freshLock({ project, scope, disk }: Subject): { lock: Lock; scope: LockScope } {
  if (!scope) {
    throw new KilnError('LOCK_MISSING', `${project.name} (${project.root}) belongs to no lock file`, {
      hint: `run \`${LOCKS_WITH[project.manager]}\` in ${project.root}, and commit what it writes`,
    });
  }
  const lock = readLock(scope.file, disk);
  assertLockFresh(lock, [...scope.members, ...scope.attached], project);
  return { lock, scope };
}

/** Which exact Python a target uses: the option, the nearest .python-version, or what the project allows. */
export function choosePython(
  { project, disk }: Subject,
  session: Session,
  requested: string | undefined,
): PythonChoice {
  return selectPython(
    {
      requested,
      pythonVersionFile: nearestPythonVersion(project.root, disk),
      requiresPython: project.requiresPython,
    },
    session.tools.config,
    PINS,
  );
}

function nearestPythonVersion(root: string, disk: Disk): string | undefined {
  for (let folder = root; ; folder = posix.dirname(folder)) {
    const text = disk.read(posix.join(folder, '.python-version'));
    if (text !== undefined || folder === '.') {
      return text;
    }
  }
}
