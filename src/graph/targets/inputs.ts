/** Inputs that several targets share. Each is there because the file or value can change a result. */
import { posix } from 'node:path';
import { SOURCES_INPUT } from '../../model/sources-input';
import { BUILD_FOLDERS, LEFTOVERS_PATTERN } from '../../project/leftovers';
import { literal, productPatterns } from '../../project/product-files';
import type { Purpose, PythonProject } from '../../project/types';
import { KILN_PLUGIN_NODE } from '../external-nodes';
import { foldersAbove, projectInput, workspaceInput } from '../layout';
import { joined } from './merge-patterns';
import type { Input, Library, Nested, TargetRequest } from './types';

/** What type checkers read of a library. */
export const TYPES_INPUT = 'kilnTypes';
/** What all targets of packages have in common. */
export const PACKAGE_INPUT = 'kilnPackage';
/** What a version is computed from, besides git and variables; only where it is computed. */
export const VERSION_INPUT = 'kilnVersion';
const GENERATED_INPUT = 'kilnGenerated';
/** What decides about interpreter and tools of every target that runs Python. */
export const ENVIRONMENT_INPUT = 'kilnEnvironment';

/** What nobody reads on purpose, wherever it lies. A `.pyc` beside a source is no such thing: Python imports it. */
const GENERATED = [LEFTOVERS_PATTERN, '**/*.egg-info/**', '**/.{coverage,DS_Store}', '**/.coverage.*.*'];
/** Where builds put things. What git sees there counts; what it ignores does not. */
const BUILDS = `{${BUILD_FOLDERS.join(',')}}/**`;

type Roots = Pick<PythonProject, 'root' | 'manifests' | 'modules'>;

/** From disk, also what git ignores: a generated file (`_version.py`, an extension, `.env`) counts like any other. */
export function fromDisk(fileset: string): Input {
  return { fileset, includeIgnored: true };
}

/** The named input of what a project ships. */
function sourceInputs(project: Roots, nested: Nested): Input[] {
  const { include, exclude } = productPatterns(project, nested.python);
  return [
    ...manifestInputs(project),
    ...include.map((pattern) => fromDisk(projectInput(project.root, pattern))),
    ...(include.length > 0 ? exclude.map((pattern) => fromDisk(`!${projectInput(project.root, pattern)}`)) : []),
  ];
}

/** The named input of what type checkers see of a project: its modules without their data. */
function typeInputs(project: Roots, nested: Nested): Input[] {
  const { include, exclude } = productPatterns(project, nested.python);
  const typed = include.flatMap((pattern) =>
    pattern.endsWith('**/*') ? ['*.{py,pyi}', 'py.typed'].map((name) => pattern.replace(/\*$/, name)) : [pattern],
  );
  return [
    ...manifestInputs(project),
    ...typed.map((pattern) => fromDisk(projectInput(project.root, pattern))),
    ...(typed.length > 0 ? exclude.map((pattern) => fromDisk(`!${projectInput(project.root, pattern)}`)) : []),
  ];
}

/** Every file that was read to know the project, also those outside of its folder. */
function manifestInputs({ root, manifests }: Roots): Input[] {
  return manifests.map((file) => {
    const below = posix.relative(root, file);
    return below.startsWith('..') ? workspaceInput(file) : projectInput(root, literal(below));
  });
}

/**
 * Files of a project's own folder as they lie there: what git sees, and from disk what it ignores. Folders of other
 * projects are theirs.
 */
export function ownFiles({ root }: Roots, pattern: string): Input[] {
  return [projectInput(root, pattern), fromDisk(projectInput(root, pattern)), GENERATED_INPUT];
}

/** What `ownFiles` leaves out. Nx takes patterns of what git sees apart from those of what lies on disk. */
function generatedInputs({ root, modules }: Roots, { python, all }: Nested): Input[] {
  const not = (excluded: string): string => `!${projectInput(root, excluded)}`;
  // The frontend inside of a package is data of the package.
  const isData = (folder: string): boolean => modules.some(({ path }) => folder.startsWith(`${path}/`));
  const outside = all.filter((folder) => python.includes(folder) || !isData(folder));
  const others = folderPatterns(outside.map((folder) => posix.relative(root, folder)));
  const outputs = root === '.' ? ['{dist,.nx,.kiln}/**'] : [];
  return [
    ...[...GENERATED, ...outputs].map(not),
    ...[...GENERATED, BUILDS, ...others].map((excluded) => fromDisk(not(excluded))),
  ];
}

/** The named inputs of a project: what other projects' targets name, and what several of its own share. */
export function namedInputsOf(project: Roots, nested: Nested): Record<string, Input[]> {
  return {
    [SOURCES_INPUT]: sourceInputs(project, nested),
    [TYPES_INPUT]: typeInputs(project, nested),
    [GENERATED_INPUT]: generatedInputs(project, nested),
    [ENVIRONMENT_INPUT]: [...pythonInputs(project.root), ...kilnInputs()],
  };
}

/** A root of a thousand projects gets one pattern per parent folder, not a thousand. */
function folderPatterns(folders: readonly string[]): string[] {
  const byParent = new Map<string, string[]>();
  for (const folder of folders) {
    // A comma would end the alternative.
    const key = folder.includes(',') ? folder : posix.dirname(folder);
    byParent.set(key, [...(byParent.get(key) ?? []), folder]);
  }
  return [...byParent].map(([parent, [first = '', ...more]]) =>
    more.length === 0
      ? `${literal(first)}/**`
      : `${parent === '.' ? '' : `${literal(parent)}/`}{${[first, ...more].map((f) => literal(posix.basename(f))).join(',')}}/**`,
  );
}

/** `^` would follow test, dev and cyclic edges: the closure is named one by one. */
export function libraryInputs(libraries: readonly Library[], input: string): Input[] {
  return libraries.length > 0 ? [{ input, projects: libraries.map(({ name }) => name) }] : [];
}

/**
 * Only where Nx cannot hash what git ignores.
 * @param files workspace-relative, besides modules
 */
export function ignoredSources(
  { commands }: TargetRequest,
  projects: readonly Pick<Library, 'modules'>[],
  files: readonly string[] = [],
): Input[] {
  const paths = [...projects.flatMap(({ modules }) => modules.map(({ path }) => path)), ...files];
  return commands.sources && paths.length > 0 ? [{ runtime: commands.sources(paths) }] : [];
}

/**
 * Likewise, for what lies in the project's own folder.
 * @param besides files of it that do not count
 */
export function ignoredFiles({ commands, project, nested }: TargetRequest, besides: readonly string[] = []): Input[] {
  const out = [...nested.all, ...besides.map((path) => posix.join(project.root, path))];
  return commands.files ? [{ runtime: commands.files(project.root, out) }] : [];
}

export function sliceInput({ closure }: TargetRequest, purpose: Purpose): Input[] {
  return closure ? [{ dependentTasksOutputFiles: closure.slice(purpose) }] : [];
}

export function dependsOnClosure({ closure, names }: TargetRequest) {
  return closure ? { dependsOn: [{ projects: [closure.owner], target: names.closure }] } : {};
}

export function kilnInputs(): Input[] {
  return [workspaceInput('kiln.json'), { externalDependencies: [KILN_PLUGIN_NODE] }];
}

/** What decides about the interpreter. Also where git ignores it, as pyenv's users do. */
function pythonInputs(root: string): Input[] {
  return foldersAbove(root).map((folder) => fromDisk(workspaceInput(folder, '.python-version')));
}

/**
 * Settings in the folders above a project's; they count from the moment that they appear.
 * @param names base names; what lies in the project's own folder is an input of its own
 */
export function settingsAbove(root: string, names: readonly string[]): Input[] {
  const pattern = joined(names);
  const between = foldersAbove(root).filter((folder) => folder !== root && folder !== '.');
  // Alternatives cannot hold every name.
  const plain = between.filter((folder) => /^[\w./@+ -]+$/.test(folder));
  const others = between.filter((folder) => !plain.includes(folder)).map(literal);
  const above = [...(plain.length > 0 ? [joined(plain)] : []), ...others].map((folder) => `${folder}/${pattern}`);
  return (root === '.' ? [] : [pattern, ...above]).map((path) => `{workspaceRoot}/${path}`);
}
