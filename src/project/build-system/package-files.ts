/** Which files a wheel or an sdist is made from. The key and the build use the same lists. */
import { posix } from 'node:path';
import { BUILD_FOLDERS, LEFTOVERS_PATTERN } from '../leftovers';
import { literal, productPatterns } from '../product-files';
import type { PythonProject } from '../types';

export type PackageFormat = 'wheel' | 'sdist';

type Packaged = Pick<PythonProject, 'root' | 'modules' | 'manifests' | 'build'>;

/** Folders of other projects inside of this one's, workspace-relative. */
export interface OtherProjects {
  /** Python projects: part of no outer one. */
  readonly python: readonly string[];
  /** All projects of Nx; those inside of a module are data of it, unless they are Python's. */
  readonly all: readonly string[];
}

/** What tools and builds leave behind, wherever it lies. */
export const LEFT_BEHIND: readonly string[] = [
  LEFTOVERS_PATTERN,
  '**/*.egg-info/**',
  '**/.{coverage,DS_Store}',
  '**/.coverage.*.*',
];

/** Whether any file of the folder can enter: of an sdist, and where code takes part in the build. */
export function packsWholeFolder({ build }: Packaged, format: PackageFormat): boolean {
  return format === 'sdist' || (build?.reasons.length ?? 0) > 0;
}

/**
 * Patterns, relative to the project's folder, of what has to lie there when a backend makes a wheel or an sdist: never more
 * than the target's key holds. Some begin with `../`: settings may name files outside.
 */
export function packagePatterns(
  project: Packaged,
  format: PackageFormat,
  others: OtherProjects,
): { readonly include: readonly string[]; readonly exclude: readonly string[] } {
  const { root, manifests, build } = project;
  const files = [...(build?.files ?? []), ...manifests.map((file) => literal(posix.relative(root, file)))];
  if (packsWholeFolder(project, format)) {
    const outside = files.filter((pattern) => pattern.startsWith('../'));
    const never = neverPacked(project, format);
    return { include: ['**/*', ...outside], exclude: [...wholeFolderExcludes(project, others), ...never] };
  }
  const product = productPatterns(project, others.python);
  return { include: [...new Set([...files, ...product.include])].sort(), exclude: product.exclude };
}

/** Files of the folder that cannot be in there, although any other can. */
export function neverPacked({ build }: Packaged, format: PackageFormat): readonly string[] {
  return format === 'wheel' ? (build?.neverInWheels ?? []) : [];
}

/** Of the project's own folder; those that hold modules, or lie in one, are no such place. */
export function buildFolders({ root, modules }: Packaged): readonly string[] {
  const holds = (folder: string): boolean =>
    modules.some(({ path }) => path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`));
  return BUILD_FOLDERS.filter((name) => !holds(posix.join(root, name)));
}

function wholeFolderExcludes(project: Packaged, others: OtherProjects): string[] {
  return [
    ...LEFT_BEHIND,
    ...buildFolders(project).map((name) => `${name}/**`),
    ...foreignFolders(project, others).map((folder) => `${literal(folder)}/**`),
  ];
}

/** Folders of other projects that a backend would see and is not shown, relative to the project's. */
export function foreignFolders({ root, modules }: Packaged, { python, all }: OtherProjects): string[] {
  const inside = (folder: string): boolean =>
    folder !== root && (root === '.' ? folder !== '.' : folder.startsWith(`${root}/`));
  const isData = (folder: string): boolean => modules.some(({ path }) => folder.startsWith(`${path}/`));
  return [...new Set([...python, ...all])]
    .filter((folder) => inside(folder) && (python.includes(folder) || !isData(folder)))
    .map((folder) => posix.relative(root, folder))
    .sort();
}

/**
 * Of those, the ones that a backend may well have packed: of an sdist all but what lies in another one, of a wheel what lies in
 * a module. uv_build and projects at the workspace's root pack what they name, so that only modules count there, too.
 */
export function missedFolders(project: Packaged, format: PackageFormat, others: OtherProjects): string[] {
  const { root, modules, build } = project;
  const folders = foreignFolders(project, others);
  const isInModule = (folder: string): boolean =>
    modules.some(({ path }) => posix.join(root, folder).startsWith(`${path}/`));
  const packsAll = format === 'sdist' && build?.family !== 'uv' && root !== '.';
  return folders
    .filter((folder) => packsAll || isInModule(folder))
    .filter((folder) => !folders.some((outer) => folder.startsWith(`${outer}/`)));
}
