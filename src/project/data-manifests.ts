/** Which manifests make no project: those among the data of a package, as templates are, that nobody declared. */
import { KilnError } from '../model/errors';
import { type Disk, joinPath } from './disk';
import type { LockScope } from './lock-scopes';
import { readLock } from './locks/read-lock';
import type { Manifest } from './manifests/pyproject';
import { normalizeName } from './names';
import { projectsOfNx } from './nx-projects';
import type { PythonProject } from './types';
import { hubOf } from './uv-workspaces';

interface Found {
  readonly projects: readonly PythonProject[];
  readonly broken: readonly { readonly root: string }[];
  readonly locks: readonly LockScope[];
}

/**
 * Folders with a manifest inside of an imported folder of another project. Such a folder ships with that project, unless
 * somebody says that it is one of its own: a workspace's members, a path of a project or a lock, project.json.
 * @param certain folders that are projects whatever is found
 */
export function dataFolders(
  manifests: readonly Manifest[],
  { projects, broken, locks }: Found,
  certain: ReadonlySet<string>,
  disk: Disk,
): Set<string> {
  const isImported = importedFolders(projects);
  const isDeclared = declaredByNx(certain, disk);
  const isInside = (root: string): boolean => isImported(root) && !isDeclared(root);
  const open = new Set([...projects, ...broken].map(({ root }) => root).filter(isInside));
  if (open.size === 0) {
    return open;
  }
  // A workspace among the data declares nothing, and neither does its lock.
  follow(
    manifests.filter(({ root }) => !isInside(root)),
    manifests,
    open,
  );
  const outer = locks.filter(({ root }) => !isInside(root));
  const locked = open.size > 0 ? outer.flatMap((lock) => localFolders(lock, disk)) : [];
  const told = new Set(locked.filter((root) => open.delete(root)));
  follow(
    manifests.filter(({ root }) => told.has(root)),
    manifests,
    open,
  );
  return open;
}

/** What declared manifests name is declared, too, and so on. */
function follow(start: readonly Manifest[], manifests: readonly Manifest[], open: Set<string>): void {
  const byFolder = new Map(manifests.map((manifest) => [manifest.root, manifest]));
  const queue = [...start];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const root of namedBy(next, open).filter((named) => open.delete(named))) {
      const manifest = byFolder.get(root);
      queue.push(...(manifest ? [manifest] : []));
    }
  }
}

/** Those of the open folders that a manifest takes as members or names by their path. */
function namedBy({ root, workspace, environments, sources, project }: Manifest, open: ReadonlySet<string>): string[] {
  const paths = Object.values({ ...sources, ...project?.sources }).flatMap((source) =>
    source.kind === 'path' ? [source.path] : [],
  );
  const hubs = [...(workspace ? [workspace] : []), ...environments].map((members) => ({ root, workspace: members }));
  return [...paths, ...[...open].filter((folder) => hubOf(folder, hubs) !== undefined)];
}

/** Folders that a lock says its packages come from. One that cannot be read says nothing; its targets report it. */
function localFolders({ file, root }: LockScope, disk: Disk): string[] {
  try {
    return readLock(file, disk).packages.flatMap(({ source }) =>
      'path' in source ? [joinPath(root, source.path)] : [],
    );
  } catch (error) {
    if (error instanceof KilnError) {
      return [];
    }
    throw error;
  }
}

function declaredByNx(certain: ReadonlySet<string>, disk: Disk): (root: string) => boolean {
  const isProject = projectsOfNx(disk);
  return (root) => certain.has(root) || isProject(root);
}

/** Whether a folder lies below one that Python imports. */
function importedFolders(projects: readonly PythonProject[]): (root: string) => boolean {
  const imported = new Set(
    projects.flatMap((project) => project.modules.filter(isImported(project)).map((m) => m.path)),
  );
  return (root) => {
    for (let at = root.lastIndexOf('/'); at > 0; at = root.lastIndexOf('/', at - 1)) {
      if (imported.has(root.slice(0, at))) {
        return true;
      }
    }
    return false;
  };
}

/**
 * A folder without `__init__.py` that only happens to lie beside the manifest, such as one of projects with a script in
 * it, is no package that anybody meant.
 */
function isImported({ root, normalizedName }: PythonProject): (module: PythonProject['modules'][number]) => boolean {
  return ({ kind, name, sourceRoot }) =>
    kind === 'package' || (kind === 'namespace' && (sourceRoot !== root || normalizeName(name) === normalizedName));
}
