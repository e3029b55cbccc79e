import { posix } from 'node:path';
import { KilnError } from '../../model/errors';
import type { Disk } from '../disk';
import type { Diagnostic, PythonProject, SourceRef } from '../types';
import { pyprojectOf } from './parse-folder';
import { readFolder } from './read-folder';

/** Globs of folders, relative to the one that names them. */
export interface Members {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
}

/** The manifests of a folder as found: perhaps a project, perhaps the root of a uv workspace, perhaps tool settings only. */
export interface Manifest {
  /** Workspace-relative. */
  readonly file: string;
  readonly root: string;
  /** Absent where nothing in the folder describes one. */
  readonly project?: PythonProject;
  /** `[tool.uv.workspace]`: globs relative to `root`. */
  readonly workspace?: Members;
  /** The same of hatch's environments, which install them and lock nothing. */
  readonly environments: readonly Members[];
  /** `tool.uv.managed`; such a project belongs to no lock. */
  readonly managed: boolean;
  readonly sources: Readonly<Record<string, SourceRef>>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a pyproject.toml alone. Odd values become diagnostics, only broken TOML is an error.
 * @param file workspace-relative
 * @throws KilnError PYPROJECT_INVALID with file, line and column
 */
export function readManifest(file: string, text: string, disk: Disk): Manifest {
  const root = posix.dirname(file);
  const parsed = { root, pyproject: pyprojectOf(file, text), requirements: [] };
  return readFolder(parsed, {
    disk,
    isMember: false,
    isInside: false,
    isProject: (folder) =>
      ['pyproject.toml', 'setup.cfg', 'setup.py'].some((name) => disk.exists(posix.join(folder, name))),
  });
}

/**
 * Reads a pyproject.toml that has to be a project. Sources that a uv workspace's root gives to its members are not
 * seen here: see `readWorkspace`.
 * @throws KilnError PYPROJECT_INVALID, or PROJECT_INCOMPLETE where `[project].name` is missing
 */
export function readProject(file: string, text: string, disk: Disk): PythonProject {
  const { project } = readManifest(file, text, disk);
  if (!project) {
    throw new KilnError('PROJECT_INCOMPLETE', `${file} has no [project].name`, {
      hint: 'add [project] with a name and a version',
    });
  }
  return project;
}
