/** Options and workspace → the new project, its files and how it is locked. Pure but for reading the disk that it is given. */
import { KilnError } from '../../src/model/errors';
import type { ProjectOptions } from '../../src/model/options/generators';
import type { FirstLock } from '../../src/pipeline/everyday/make-locks';
import { declaredTools, toolSettings } from '../../src/project/declared-tools';
import { type Disk, joinPath } from '../../src/project/disk';
import { strictRuntimeClosure } from '../../src/project/local-closure';
import { normalizeName } from '../../src/project/names';
import type { PythonProject } from '../../src/project/types';
import { readWorkspace } from '../../src/project/workspace';
import { assertFree, projectFolder } from './folder';
import { findDependencies } from './local-dependencies';
import type { Kind, NewProject, Tool } from './new-project';
import { oldestPython } from './oldest-python';
import { moduleName, projectName } from './project-names';
import { pyprojectText } from './pyproject-text';
import { requirementsIn } from './requirements-in';
import { sourceFiles } from './source-files';
import type { Surroundings } from './surroundings';
import { assertNoMember, isMemberOf, type Membership, uvMembership } from './uv-membership';
import { addMember } from './workspace-members';

export interface PlannedProject {
  readonly project: NewProject;
  /** New and changed texts by workspace-relative path. */
  readonly files: Readonly<Record<string, string>>;
  readonly lock: FirstLock;
  /** Exact version to lock with. */
  readonly python: string;
}

/** @throws KilnError before anything is written */
export async function planProject(
  kind: Kind,
  options: ProjectOptions,
  workspaceRoot: string,
  around: Surroundings,
): Promise<PlannedProject> {
  const root = projectFolder(options.directory, options.cwd, workspaceRoot);
  assertFree(root, around.disk);
  const name = projectName(root, options, around);
  const dependencies = findDependencies(options.dependencies, around);
  const membership = membershipOf(root, options, around);
  const python = oldestPython(
    { option: options.python, root, lockFolder: membership.folder, dependencies, config: around.config },
    around.disk,
  );
  const minor = Number(python.version.split('.')[1]);
  const project: NewProject = {
    kind,
    root,
    name,
    module: moduleName(name, options, minor, around.workspace.projects),
    layout: options.layout,
    manager: options.manager,
    description: options.description,
    requiresPython: python.requiresPython,
    dependencies: dependencies.map((one) => ({
      name: one.name,
      root: one.root,
      isMember: isMemberOf(membership.folder, one.root, around.disk),
    })),
    ...toolsOf(options, root, membership, around),
  };
  const files = {
    ...(await workspaceFile(membership, around.disk)),
    [joinPath(root, 'pyproject.toml')]: pyprojectText(project),
    ...requirementsIn(project),
    ...sourceFiles(project),
  };
  assertReadable(project, dependencies, files, around);
  return { project, files, lock: lockOfProject(project, membership, python.version), python: python.version };
}

function membershipOf(root: string, { manager }: ProjectOptions, around: Surroundings): Membership {
  if (manager === 'uv') {
    return uvMembership(root, around);
  }
  assertNoMember(root, around.disk);
  return { folder: root };
}

/** What the root of the uv workspace declares or sets serves all members: nobody says it again. */
function toolsOf(
  { test, lint, typecheck }: ProjectOptions,
  root: string,
  { folder }: Membership,
  { disk, workspace }: Surroundings,
): Pick<NewProject, 'tools' | 'isTested' | 'isTyped' | 'ownMypySettings'> {
  const hub = folder === root ? undefined : workspace.projects.find((one) => one.root === folder);
  const shared = declaredTools({ dependencies: [], optionalDependencies: {}, groups: {} }, hub, {}, () => false);
  const wanted = [test, lint, typecheck].filter((tool): tool is Tool => tool !== 'none');
  const settings = toolSettings(foldersAbove(root), disk);
  return {
    tools: wanted.filter((tool) => !Object.values(shared).includes(tool)),
    isTested: test !== 'none',
    isTyped: typecheck !== 'none',
    ownMypySettings: typecheck === 'mypy' && !settings('mypy', 'typecheck'),
  };
}

function foldersAbove(root: string): string[] {
  const parts = root.split('/');
  return ['.', ...parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'))];
}

async function workspaceFile({ folder, member }: Membership, disk: Disk): Promise<Record<string, string>> {
  const file = joinPath(folder, 'pyproject.toml');
  return member === undefined ? {} : { [file]: await addMember(file, disk.read(file), member) };
}

function lockOfProject(project: NewProject, { folder }: Membership, version: string): FirstLock {
  if (project.manager === 'uv') {
    return { manager: 'uv', folder };
  }
  return {
    manager: 'pip',
    folder: project.root,
    minor: version.split('.').slice(0, 2).join('.'),
    locals: project.dependencies.map(({ name }) => name),
    groups: [...new Set(project.tools)].map((tool) =>
      tool === 'pytest' ? 'test' : tool === 'ruff' ? 'lint' : 'typecheck',
    ),
  };
}

/**
 * Reads the workspace as it will be: a module that the backend would not find, or a circle, is seen before it is written.
 * @throws KilnError OPTION_INVALID
 */
function assertReadable(
  { root, name, module }: NewProject,
  dependencies: readonly PythonProject[],
  files: Readonly<Record<string, string>>,
  { disk, manifests }: Surroundings,
): void {
  const after = overlay(disk, files);
  const workspace = readWorkspace([...manifests, ...Object.keys(files)], after);
  const project = workspace.projects.find((one) => one.root === root);
  if (!project?.modules.some((one) => one.name === module)) {
    throw new KilnError('OPTION_INVALID', `the build backend of ${name} would not find a module called '${module}'`, {
      hint: 'choose another name for it, --module=…, or --layout=src',
    });
  }
  const circle = dependencies.find(({ root: at }) => {
    const dependency = workspace.projects.find((one) => one.root === at);
    return dependency && strictRuntimeClosure(dependency, workspace, () => undefined).includes(project);
  });
  if (circle) {
    throw new KilnError('OPTION_INVALID', `${circle.name} (${circle.root}) needs '${normalizeName(name)}' already`, {
      lines: ['each would have to be built before the other'],
      hint: 'leave the dependency out, or choose another name',
    });
  }
}

/** The disk as it will be. */
function overlay(disk: Disk, files: Readonly<Record<string, string>>): Disk {
  const paths = Object.keys(files);
  const below = (folder: string): string[] =>
    folder === '.'
      ? paths
      : paths.flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []));
  return {
    read: (file) => files[joinPath(file)] ?? disk.read(file),
    exists: (path) => joinPath(path) in files || below(joinPath(path)).length > 0 || disk.exists(path),
    list: (folder) => {
      const entries = new Map(disk.list(folder).map((entry) => [entry.name, entry]));
      for (const path of below(joinPath(folder))) {
        const [name = ''] = path.split('/');
        entries.set(name, entries.get(name) ?? { name, folder: path.includes('/') });
      }
      return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
