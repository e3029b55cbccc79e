/** Which folders of a workspace are Python projects. */
import { posix } from 'node:path';
import { KilnError } from '../model/errors';
import type { Disk } from './disk';
import { byFolder } from './manifests/manifest-files';
import { type Parsed, parseFolder, projectFile, uvTable } from './manifests/parse-folder';
import type { Neighbourhood } from './manifests/read-folder';
import { strings } from './manifests/report';
import { isTable } from './toml';
import { hubOf } from './uv-workspaces';

/** A file that could not be parsed. */
export interface Failed {
  readonly file: string;
  readonly text: string;
  readonly error: KilnError;
}

/** Parses the manifests of all folders; what cannot be read is kept with its error. */
export function parseAll(
  files: readonly string[],
  disk: Disk,
): { readonly parsed: readonly Parsed[]; readonly failed: readonly Failed[] } {
  const parsed: Parsed[] = [];
  const failed: Failed[] = [];
  for (const folder of byFolder(files)) {
    const file = folder.pyproject ?? folder.setupCfg ?? folder.setupPy ?? folder.requirements[0] ?? folder.root;
    try {
      const found = parseFolder(folder, disk);
      if (found.pyproject || found.setupCfg || found.setupPy || found.requirements.length > 0) {
        parsed.push(found);
      }
    } catch (error) {
      failed.push({ file, text: textOf(file, disk), error: errorOf(error, file) });
    }
  }
  return { parsed, failed };
}

function textOf(file: string, disk: Disk): string {
  try {
    return disk.read(file) ?? '';
  } catch {
    // The error is known already.
    return '';
  }
}

/** What the file system says about a file that is there but cannot be read. */
function errorOf(error: unknown, file: string): KilnError {
  if (error instanceof KilnError) {
    return error;
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) {
    throw error;
  }
  return new KilnError('PYPROJECT_INVALID', `${file} could not be read: ${code}`, {
    hint: 'look at its rights, or list it in .nxignore',
    cause: error,
  });
}

export interface FoundProjects {
  /** The folder without what does not count there. */
  readonly folderOf: (folder: Parsed) => Parsed;
  readonly around: (folder: Parsed) => Neighbourhood;
}

/** Outer folders are decided before inner ones: requirements files inside of a project belong to it. */
export function findProjects(folders: readonly Parsed[], failed: readonly Failed[], disk: Disk): FoundProjects {
  const hubs = folders.flatMap((folder) => {
    const { workspace } = uvTable(folder);
    return workspace
      ? [{ root: folder.root, workspace: { members: strings(workspace.members), exclude: strings(workspace.exclude) } }]
      : [];
  });
  const byRoot = new Map(folders.map((folder) => [folder.root, folder]));
  const roots = new Set(failed.map(({ file }) => posix.dirname(file)));
  const isInside = (root: string): boolean =>
    outerFolders(root).some((outer) => roots.has(outer) && !isHub(byRoot.get(outer)));
  for (const folder of folders) {
    if (folder.root !== '.' && projectFile(folder, isInside(folder.root), disk) !== undefined) {
      roots.add(folder.root);
    }
  }
  // Requirements beside other projects are what they share.
  const hasOthers = roots.size > 0;
  const folderOf = (folder: Parsed): Parsed =>
    folder.root === '.' && hasOthers && isBare(folder) ? { ...folder, requirements: [] } : folder;
  const root = byRoot.get('.');
  if (root && projectFile(folderOf(root), false, disk) !== undefined) {
    roots.add('.');
  }
  return {
    folderOf,
    around: (folder) => ({
      disk,
      isMember: uvTable(folder).managed && hubOf(folder.root, hubs) !== undefined,
      isInside: isInside(folder.root),
      isProject: (other) => roots.has(other),
    }),
  };
}

function outerFolders(root: string): string[] {
  const outer: string[] = [];
  for (let folder = root; folder !== '.' && folder !== '/'; ) {
    folder = posix.dirname(folder);
    outer.push(folder);
  }
  return outer;
}

/** What lies below a workspace's root is not part of it, and neither below a root that is no package. */
function isHub(folder: Parsed | undefined): boolean {
  return (
    folder !== undefined &&
    (uvTable(folder).workspace !== undefined ||
      (folder.root === '.' && !isTable(folder.pyproject?.toml['build-system']) && !folder.setupPy))
  );
}

function isBare({ pyproject, setupCfg, setupPy }: Parsed): boolean {
  return !pyproject && !setupCfg && !setupPy;
}
