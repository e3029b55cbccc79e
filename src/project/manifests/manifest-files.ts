/** Which files say that there is a project, and which of them lie in one folder. */
import { posix } from 'node:path';
import { type Disk, joinPath } from '../disk';
import { isRequirements, lockFolder } from '../lock-files';

/** Manifests of one folder, workspace-relative. */
export interface ManifestFiles {
  readonly root: string;
  readonly pyproject?: string;
  readonly setupCfg?: string;
  readonly setupPy?: string;
  /** Sorted. */
  readonly requirements: readonly string[];
}

const KEYS: Readonly<Record<string, 'pyproject' | 'setupCfg' | 'setupPy'>> = {
  'pyproject.toml': 'pyproject',
  'setup.cfg': 'setupCfg',
  'setup.py': 'setupPy',
};

/** @param file workspace-relative */
export function isManifestFile(file: string): boolean {
  const name = posix.basename(file);
  return Object.hasOwn(KEYS, name) || isMainRequirements(file);
}

/** `dev-requirements.txt` alone is no project. */
function isMainRequirements(file: string): boolean {
  const inFolder = posix.basename(posix.dirname(file)) === 'requirements';
  return isRequirements(file) && (inFolder || posix.basename(file).startsWith('requirements'));
}

/** All requirements files of a folder, workspace-relative, sorted. */
export function requirementsOf(root: string, disk: Disk): string[] {
  const entries = disk.list(root);
  const here = entries.filter(({ folder }) => !folder).map(({ name }) => joinPath(root, name));
  const below = entries.some(({ name, folder }) => folder && name === 'requirements')
    ? disk.list(joinPath(root, 'requirements')).map(({ name }) => joinPath(root, 'requirements', name))
    : [];
  return [...here, ...below].filter(isRequirements);
}

/** Sorted by folder, so that outer ones come before those inside of them. */
export function byFolder(files: readonly string[]): ManifestFiles[] {
  const folders = new Map<string, { root: string; requirements: string[] } & Omit<ManifestFiles, 'requirements'>>();
  for (const file of [...new Set(files)].sort()) {
    const name = posix.basename(file);
    const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
    if (!key && !isMainRequirements(file)) {
      continue;
    }
    const root = key ? posix.dirname(file) : lockFolder(file);
    const known = folders.get(root) ?? { root, requirements: [] };
    folders.set(root, key ? { ...known, [key]: file } : { ...known, requirements: [...known.requirements, file] });
  }
  return [...folders.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
}

/**
 * Manifests that lie in folders of projects: for runs that do not ask Nx for files.
 * @param roots workspace-relative
 */
export function manifestsIn(roots: Iterable<string>, disk: Disk): string[] {
  return [...new Set(roots)].flatMap((root) => {
    const named = Object.keys(KEYS).map((name) => joinPath(root, name));
    return [...named.filter((file) => disk.exists(file)), ...requirementsOf(root, disk).filter(isManifestFile)];
  });
}
