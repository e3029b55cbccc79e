/** A generator's tree as the project room reads it: what is on disk with what the generator wrote so far. */
import { type Tree, visitNotIgnoredFiles } from '@nx/devkit';
import { type Disk, joinPath } from '../../src/project/disk';
import { isManifestFile } from '../../src/project/manifests/manifest-files';

export function treeDisk(tree: Tree): Disk {
  return {
    read: (file) => (tree.exists(file) && tree.isFile(file) ? (tree.read(file, 'utf8') ?? undefined) : undefined),
    list: (folder) =>
      tree
        .children(folder)
        .map((name) => ({ name, folder: !tree.isFile(joinPath(folder, name)) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    exists: (path) => tree.exists(path),
  };
}

/** Workspace-relative manifests of all Python projects, but for those that git or Nx ignore. */
export function manifestFiles(tree: Tree): string[] {
  const files: string[] = [];
  visitNotIgnoredFiles(tree, '.', (path) => {
    const file = path.replaceAll('\\', '/');
    if (isManifestFile(file)) {
      files.push(file);
    }
  });
  return files.sort();
}
