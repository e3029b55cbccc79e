/** Which projects lie inside the folders of others. Pure. */
import { posix } from 'node:path';
import type { Disk } from '../project/disk';
import { workspacePackages } from '../project/nx-projects';

/**
 * Folders of the outermost projects inside each folder, by folder.
 * @param roots workspace-relative folders of projects
 */
export function nestedRoots(roots: Iterable<string>): Map<string, string[]> {
  const all = new Set(roots);
  const nested = new Map<string, string[]>();
  for (const root of [...all].sort()) {
    const outer = nearestAbove(root, all);
    if (outer !== undefined) {
      nested.set(outer, [...(nested.get(outer) ?? []), root]);
    }
  }
  return nested;
}

function nearestAbove(root: string, all: ReadonlySet<string>): string | undefined {
  for (let folder = root; folder !== '.'; ) {
    folder = posix.dirname(folder);
    if (all.has(folder)) {
      return folder;
    }
  }
  return undefined;
}

/**
 * Folders of projects that others infer: those with a project.json, and packages of npm's and pnpm's workspaces. One that
 * is not found costs needless misses of an outer project's tests, nothing else.
 * @param files workspace-relative, as Nx found them
 */
export function foreignRoots(files: readonly string[], disk: Disk): string[] {
  const packages = files.filter((file) => posix.basename(file) === 'package.json' && file !== 'package.json');
  const isMember = packages.length > 0 ? workspacePackages(disk) : () => false;
  return [
    ...files.filter((file) => posix.basename(file) === 'project.json').map((file) => posix.dirname(file)),
    ...packages.map((file) => posix.dirname(file)).filter(isMember),
  ];
}
