/** Manifests and locks → Nx projects. Reads files, starts nothing, loads nothing heavy. */
import type { ProjectConfiguration } from '@nx/devkit';
import { SOURCES_INPUT } from '../model/sources-input';
import { type Disk, joinPath } from '../project/disk';
import { type KilnTable, readKilnTable } from '../project/kiln-table';
import { type LockScope, lockFilesOf } from '../project/lock-scopes';
import type { PythonProject } from '../project/types';
import { type BrokenManifest, type PythonWorkspace, readWorkspace } from '../project/workspace';
import { type Context, type Problem, problemOf, type Surroundings } from './context';
import { closureFolder, outputFolder, projectInput, slug } from './layout';
import { coverLinks } from './links';
import { isManifest } from './manifest-files';
import { nxName, uniqueNames } from './names';
import { foreignRoots, nestedRoots } from './nested';
import { type KilnPluginOptions, targetNames } from './plugin-options';
import { targetRequest } from './target-request';
import { brokenTargets, inferTargets, isApplication } from './targets';
import { closureTarget } from './targets/closure';
import { versionFiles } from './targets/computed-version';
import { namedInputsOf, TYPES_INPUT } from './targets/inputs';
import { mergeExcludes } from './targets/merge-patterns';
import { compactInputs } from './targets/named-inputs';
import { packageInputs } from './targets/package';

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

/**
 * @param files workspace-relative: manifests, locks and other projects' files, as Nx found them
 * @param known folders that are Python projects for certain, where not all files are shown
 */
export function inferProjects(
  files: readonly string[],
  options: KilnPluginOptions,
  disk: Disk,
  surroundings: Surroundings,
  known: readonly string[] = [],
): Inferred {
  const workspace = readWorkspace(files.filter(isManifest), disk, known);
  const kept = workspace.broken.filter((broken) => isProjectAnyway(broken, disk));
  const names = namesOf(workspace, kept, disk);
  const roots = new Set(names.keys());
  const problems = new Map<string, Problem>();
  const nested = { python: nestedRoots(roots), all: nestedRoots([...roots, ...foreignRoots(files, disk)]) };
  const targets = targetNames(options);
  const context: Context = { ...surroundings, workspace, disk, names, targets, roots, nested, problems };
  const tables = new Map(workspace.projects.map((project) => [project, readKilnTable(project, options)]));
  const projects = new Map(
    [...tables].map(([project, kiln]) => [project.root, projectNode(project, kiln, context)] as const),
  );
  for (const broken of kept) {
    projects.set(broken.root, brokenNode(broken, context));
  }
  for (const lock of workspace.locks) {
    addClosure(projects, lock, context);
  }
  addProblems(problems, tables, kept);
  return { projects: mergeInputs(coverLinks(projects, context)), workspace, names, problems };
}

/** The last step: whoever looks at single patterns has done so. */
function mergeInputs(projects: Inferred['projects']): Inferred['projects'] {
  return new Map(
    [...projects].map(([root, { file, node }]) => {
      const named = Object.entries(node.namedInputs ?? {}).map(([name, inputs]) => [name, mergeExcludes(inputs)]);
      return [root, { file, node: node.namedInputs ? { ...node, namedInputs: Object.fromEntries(named) } : node }];
    }),
  );
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

function projectNode(project: PythonProject, kiln: KilnTable, context: Context) {
  const request = targetRequest(project, kiln, context);
  const { targets, namedInputs } = compactInputs(inferTargets(request));
  const node: InferredProject = {
    name: context.names.get(project.root) as string,
    projectType: isApplication(project, kiln) ? 'application' : 'library',
    ...(project.modules[0] ? { sourceRoot: project.modules[0].sourceRoot } : {}),
    namedInputs: {
      ...namedInputsOf(project, request.nested),
      ...packageInputs(request),
      ...versionFiles(request),
      ...namedInputs,
    } as InferredProject['namedInputs'],
    targets,
    metadata: { technologies: ['python'], ...(project.description ? { description: project.description } : {}) },
  };
  return { file: project.file, node };
}

function brokenNode({ file, root }: BrokenManifest, { names, targets, roots }: Context) {
  const name = names.get(root) as string;
  const all = [projectInput(root, '**/*')];
  const node: InferredProject = {
    name,
    namedInputs: { [SOURCES_INPUT]: all, [TYPES_INPUT]: all },
    targets: brokenTargets(targets, outputFolder(root, name, roots), file),
    metadata: { technologies: ['python'], description: `${file} could not be read` },
  };
  return { file, node };
}

type Nodes = Map<string, { readonly file: string; readonly node: InferredProject }>;

/** The closure belongs to the project in the lock's folder; where there is none, one is made for it. */
function addClosure(projects: Nodes, lock: LockScope, { names, targets }: Context): void {
  const manifests = [
    joinPath(lock.root, 'pyproject.toml'),
    ...[...lock.members, ...lock.attached].flatMap((project) => project.manifests),
    ...lock.broken.map(({ file }) => file),
  ];
  const target = closureTarget({
    lock: lock.file,
    files: lockFilesOf(lock),
    manifests: manifests.sort(),
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
  for (const [{ root, file }, { problems: lines }] of tables) {
    if (lines.length > 0) {
      const message = `${file}: [tool.kiln] is not valid`;
      problems.set(root, { code: 'CONFIG_INVALID', message, lines, hint: 'correct it; see docs/options.md' });
    }
  }
  for (const { root, error } of broken) {
    problems.set(root, problemOf(error));
  }
}
