/** Which lock is for which projects. */
import { posix } from 'node:path';
import { byRoot, type Disk } from './disk';
import { LOCK_ORDER, type LockFiles, lockFilesIn, lockFolder } from './lock-files';
import type { Manifest } from './manifests/pyproject';
import type { LockManager, PythonProject } from './types';
import { hubOf } from './uv-workspaces';
import type { BrokenManifest } from './workspace';

/** A lock file and the projects that it is for. */
export interface LockScope {
  /** Workspace-relative: `uv.lock`, `services/uv.lock`. */
  readonly file: string;
  readonly root: string;
  readonly manager: LockManager;
  /** The lock and what is read with it: other requirements files of the folder, `-r`, `-c`. Sorted. */
  readonly files: readonly string[];
  readonly members: readonly PythonProject[];
  /** Local projects that are no members but are locked with them, by a `path` source. */
  readonly attached: readonly PythonProject[];
  /** Members that could not be read. */
  readonly broken: readonly BrokenManifest[];
}

/** Every lock that is for a project of the workspace. */
export function findLocks(
  manifests: readonly Manifest[],
  projects: readonly PythonProject[],
  broken: readonly BrokenManifest[],
  hubs: readonly Manifest[],
  disk: Disk,
): LockScope[] {
  const managed = new Set(manifests.filter((m) => m.managed).map((m) => m.root));
  const locksIn = remembered(disk);
  const byFile = new Map<string, { lock: LockFiles; members: PythonProject[] }>();
  for (const project of projects) {
    const hub = managed.has(project.root) ? hubOf(project.root, hubs) : undefined;
    const lock = chooseLock(project, hub?.root ?? project.root, managed.has(project.root), locksIn);
    if (lock) {
      const entry = byFile.get(lock.file) ?? { lock, members: [] };
      entry.members.push(project);
      byFile.set(lock.file, entry);
    }
  }
  const byFolder = new Map(projects.map((project) => [project.root, project]));
  const scopes = [...byFile.values()].map(({ lock, members }) => ({
    ...lock,
    root: lockFolder(lock.file),
    members,
    attached: attachedTo(members, byFolder),
    broken: broken.filter((b) => b.lock === lock.file),
  }));
  return adopt(scopes).sort(byRoot);
}

/** Workspace-relative files that a lock consists of: all are inputs of what is made from it. */
export function lockFilesOf({ files }: Pick<LockScope, 'files'>): readonly string[] {
  return files;
}

type LocksIn = (folder: string) => readonly LockFiles[];

function remembered(disk: Disk): LocksIn {
  const known = new Map<string, readonly LockFiles[]>();
  return (folder) => {
    const locks = known.get(folder) ?? lockFilesIn(folder, disk);
    known.set(folder, locks);
    return locks;
  };
}

/** The lock of the project's own manager, else the first in `LOCK_ORDER`; of pylock and requirements also one above. */
function chooseLock(
  { root, manager }: PythonProject,
  uvRoot: string,
  managed: boolean,
  locksIn: LocksIn,
): LockFiles | undefined {
  const uv = managed ? locksIn(uvRoot).find((lock) => lock.manager === 'uv') : undefined;
  if (uv && manager !== 'poetry' && manager !== 'pdm') {
    return uv;
  }
  const here = [...(uv ? [uv] : []), ...locksIn(root).filter((lock) => lock.manager !== 'uv')];
  return here.find((lock) => lock.manager === manager) ?? here[0] ?? lockAbove(root, locksIn);
}

/** A folder with a lock of a manager that names its projects is not for those that it does not name. */
function lockAbove(root: string, locksIn: LocksIn): LockFiles | undefined {
  for (let folder = root; folder !== '.'; ) {
    folder = posix.dirname(folder);
    const locks = locksIn(folder);
    if (locks[0] && locks.every(({ manager }) => LOCK_ORDER.indexOf(manager) >= LOCK_ORDER.indexOf('pylock'))) {
      return locks[0];
    }
  }
  return undefined;
}

/** poetry and pdm lock path dependencies with the project: one that has no lock of its own has this one. */
function adopt(scopes: readonly LockScope[]): LockScope[] {
  const owned = new Set(scopes.flatMap(({ members }) => members));
  const attachedBy = new Map<PythonProject, number>();
  for (const project of scopes.flatMap(({ attached }) => attached)) {
    attachedBy.set(project, (attachedBy.get(project) ?? 0) + 1);
  }
  return scopes.map((scope) => {
    const adopts = (project: PythonProject): boolean =>
      ['poetry', 'pdm'].includes(scope.manager) && !owned.has(project) && attachedBy.get(project) === 1;
    return {
      ...scope,
      members: [...scope.members, ...scope.attached.filter(adopts)].sort(byRoot),
      attached: scope.attached.filter((project) => !adopts(project)),
    };
  });
}

/** Follows `path` sources from project to project. */
function attachedTo(members: readonly PythonProject[], byFolder: ReadonlyMap<string, PythonProject>): PythonProject[] {
  const seen = new Set(members);
  const queue = [...members];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const source of Object.values(next.sources)) {
      const target = source.kind === 'path' ? byFolder.get(source.path) : undefined;
      if (target && !seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return [...seen].filter((project) => !members.includes(project)).sort(byRoot);
}

/** The lock of a folder, where its projects cannot say which. */
export function lockIn(folder: string, disk: Disk): string | undefined {
  return lockFilesIn(folder, disk)[0]?.file;
}
