/** Which lock is for which projects. */
import { posix } from 'node:path';
import { type Disk, joinPath } from './disk';
import type { Manifest } from './manifests/pyproject';
import type { PythonProject } from './types';
import { hubOf } from './uv-workspaces';
import type { BrokenManifest } from './workspace';

/** A lock file and the projects that it is for. */
export interface LockScope {
  /** Workspace-relative: `uv.lock`, `services/uv.lock`. */
  readonly file: string;
  readonly root: string;
  readonly members: readonly PythonProject[];
  /** Local projects that are no members but are locked with them, by a `path` source. */
  readonly attached: readonly PythonProject[];
  /** Members that could not be read. */
  readonly broken: readonly BrokenManifest[];
}

const LOCK_FILES = ['uv.lock'] as const;

export function findLocks(
  manifests: readonly Manifest[],
  projects: readonly PythonProject[],
  broken: readonly BrokenManifest[],
  hubs: readonly Manifest[],
  disk: Disk,
): LockScope[] {
  const byLock = new Map<string, PythonProject[]>();
  const managed = new Set(manifests.filter((m) => m.managed).map((m) => m.root));
  for (const project of projects.filter(({ root }) => managed.has(root))) {
    const lock = lockIn(hubOf(project.root, hubs)?.root ?? project.root, disk);
    if (lock) {
      byLock.set(lock, [...(byLock.get(lock) ?? []), project]);
    }
  }
  return [...byLock]
    .map(([file, members]) => ({
      file,
      root: posix.dirname(file),
      members,
      attached: attachedTo(members, projects),
      broken: broken.filter(({ lock }) => lock === file),
    }))
    .sort(byRoot);
}

/** Follows `path` sources from project to project. */
function attachedTo(members: readonly PythonProject[], projects: readonly PythonProject[]): PythonProject[] {
  const seen = new Set(members);
  const queue = [...members];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const source of Object.values(next.sources)) {
      const target = source.kind === 'path' ? projects.find(({ root }) => root === source.path) : undefined;
      if (target && !seen.has(target)) {
        seen.add(target);
        queue.push(target);
      }
    }
  }
  return [...seen].filter((project) => !members.includes(project)).sort(byRoot);
}

export function lockIn(folder: string, disk: Disk): string | undefined {
  return LOCK_FILES.map((name) => joinPath(folder, name)).find((file) => disk.exists(file));
}

function byRoot(a: { root: string }, b: { root: string }): number {
  return a.root < b.root ? -1 : a.root > b.root ? 1 : 0;
}
