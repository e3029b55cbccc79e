/** Manifests and locks → Nx projects. Reads files, starts nothing, loads nothing heavy. */
import type { ProjectConfiguration } from '@nx/devkit';
import type { ErrorCode, KilnError } from '../model/errors';
import type { PlatformId } from '../model/platforms';
import { sliceFile } from '../project/closure';
import { type Disk, joinPath } from '../project/disk';
import { type KilnTable, readKilnTable } from '../project/kiln-table';
import { strictRuntimeClosure } from '../project/local-closure';
import type { LockScope } from '../project/lock-scopes';
import type { PythonProject } from '../project/types';
import { type BrokenManifest, lockOf, type PythonWorkspace, readWorkspace } from '../project/workspace';
import type { FingerprintCommands } from './fingerprint-commands';
import { closureFolder, outputFolder, projectInput, slug } from './layout';
import { nxName, uniqueNames } from './names';
import { type KilnPluginOptions, type TargetNames, targetNames } from './plugin-options';
import { brokenTargets, closureTarget, inferTargets, isApplication, SOURCES_INPUT, sourceInputs } from './targets';

export type InferredProject = Omit<ProjectConfiguration, 'root'> & { readonly name: string };

export interface Inferred {
  /** By workspace-relative folder; `file` is what the project was inferred from. */
  readonly projects: ReadonlyMap<string, { readonly file: string; readonly node: InferredProject }>;
  readonly workspace: PythonWorkspace;
  /** Nx name by folder. */
  readonly names: ReadonlyMap<string, string>;
  /** What forbids a build of a project, by folder: a broken manifest, a wrong [tool.kiln]. */
  readonly problems: ReadonlyMap<string, Problem>;
}

export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly lines: readonly string[];
  readonly hint?: string;
}

export interface Surroundings {
  readonly host: PlatformId | undefined;
  readonly commands: FingerprintCommands;
}

/** @param files workspace-relative pyproject.toml files */
export function inferProjects(
  files: readonly string[],
  options: KilnPluginOptions,
  disk: Disk,
  surroundings: Surroundings,
): Inferred {
  const workspace = readWorkspace(files, disk);
  const kept = workspace.broken.filter((broken) => isProjectAnyway(broken, disk));
  const names = namesOf(workspace, kept, disk);
  const targets = targetNames(options);
  const context: Context = { workspace, names, targets, surroundings, roots: new Set(names.keys()) };
  const problems = new Map<string, Problem>();
  const tables = new Map(workspace.projects.map((project) => [project, readKilnTable(project, options)]));
  const projects = new Map(
    [...tables].map(([project, kiln]) => [project.root, projectNode(project, kiln, context, problems)] as const),
  );
  for (const broken of kept) {
    projects.set(broken.root, brokenNode(broken, context));
  }
  for (const lock of workspace.locks) {
    addClosure(projects, lock, context);
  }
  addProblems(problems, tables, kept);
  return { projects, workspace, names, problems };
}

interface Context {
  readonly workspace: PythonWorkspace;
  readonly names: ReadonlyMap<string, string>;
  readonly targets: TargetNames;
  readonly surroundings: Surroundings;
  readonly roots: ReadonlySet<string>;
}

/** An unreadable file that nobody claims is most likely a template: it makes no project. */
function isProjectAnyway({ root, claimed }: BrokenManifest, disk: Disk): boolean {
  return claimed || disk.list(root).some(({ name }) => name === 'project.json' || name === 'package.json');
}

function namesOf(workspace: PythonWorkspace, broken: readonly BrokenManifest[], disk: Disk): Map<string, string> {
  const wanted = new Map<string, string>();
  for (const { root, name } of [...workspace.projects, ...broken]) {
    wanted.set(root, nxName(root, name, disk) ?? fallbackName(root));
  }
  for (const { root } of workspace.locks.filter((lock) => !wanted.has(lock.root))) {
    wanted.set(root, nxName(root, undefined, disk) ?? `python-workspace${root === '.' ? '' : `-${slug(root)}`}`);
  }
  return uniqueNames(wanted);
}

function fallbackName(root: string): string {
  return root === '.' ? 'python-workspace' : (root.split('/').pop() as string);
}

function projectNode(project: PythonProject, kiln: KilnTable, context: Context, problems: Map<string, Problem>) {
  const { workspace, names, targets, surroundings, roots } = context;
  const name = names.get(project.root) as string;
  const lock = lockOf(project, workspace);
  const node: InferredProject = {
    name,
    projectType: isApplication(project, kiln) ? 'application' : 'library',
    ...(project.modules[0] ? { sourceRoot: project.modules[0].sourceRoot } : {}),
    namedInputs: { [SOURCES_INPUT]: sourceInputs(project) },
    targets: inferTargets({
      project,
      kiln,
      names: targets,
      ...surroundings,
      output: outputFolder(project.root, name, roots),
      closure: lock && {
        owner: names.get(lock.root) as string,
        buildSlice: joinPath(closureFolder(lock.root), sliceFile(project.normalizedName, 'build')),
      },
      libraries: strictRuntimeClosure(project, workspace, ({ error }) =>
        problems.set(project.root, problemOf(error)),
      ).map(({ root, modules }) => ({ name: names.get(root) as string, modules })),
    }),
    metadata: { technologies: ['python'], ...(project.description ? { description: project.description } : {}) },
  };
  return { file: joinPath(project.root, 'pyproject.toml'), node };
}

function brokenNode({ file, root }: BrokenManifest, { names, targets, roots }: Context) {
  const name = names.get(root) as string;
  const node: InferredProject = {
    name,
    namedInputs: { [SOURCES_INPUT]: [projectInput(root, '**/*')] },
    targets: brokenTargets(targets, outputFolder(root, name, roots), file),
    metadata: { technologies: ['python'], description: `${file} could not be read` },
  };
  return { file, node };
}

type Nodes = Map<string, { readonly file: string; readonly node: InferredProject }>;

/** The closure belongs to the project in the lock's folder; where there is none, one is made for it. */
function addClosure(projects: Nodes, lock: LockScope, { names, targets }: Context): void {
  const manifests = [...lock.members, ...lock.attached, ...lock.broken].map(({ root }) =>
    joinPath(root, 'pyproject.toml'),
  );
  const own = joinPath(lock.root, 'pyproject.toml');
  const target = closureTarget({
    lock: lock.file,
    manifests: [...new Set([own, ...manifests])].sort(),
    folder: closureFolder(lock.root),
  });
  const owner = projects.get(lock.root);
  projects.set(lock.root, {
    file: owner?.file ?? lock.file,
    node: {
      name: names.get(lock.root) as string,
      ...(owner ? owner.node : { metadata: { technologies: ['python'], description: `Projects of ${lock.file}` } }),
      targets: { ...owner?.node.targets, [targets.closure]: target },
    },
  });
}

function addProblems(
  problems: Map<string, Problem>,
  tables: ReadonlyMap<PythonProject, KilnTable>,
  broken: readonly BrokenManifest[],
): void {
  for (const [project, { problems: lines }] of tables) {
    if (lines.length > 0) {
      const message = `${joinPath(project.root, 'pyproject.toml')}: [tool.kiln] is not valid`;
      problems.set(project.root, { code: 'CONFIG_INVALID', message, lines, hint: 'correct it; see docs/options.md' });
    }
  }
  for (const { root, error } of broken) {
    problems.set(root, problemOf(error));
  }
}

function problemOf({ code, message, lines, hint }: KilnError): Problem {
  return { code, message, lines, ...(hint ? { hint } : {}) };
}
