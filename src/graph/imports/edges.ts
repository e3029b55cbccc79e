/** Edges of Nx's graph from imports, and what makes Nx look at them again. */
import type { RawProjectGraphDependency } from '@nx/devkit';
import type { Disk } from '../../project/disk';
import type { PythonProject } from '../../project/types';
import { lockOf, type PythonWorkspace, requirementsOf } from '../../project/workspace';
import { indexModules } from './modules';
import { SCANNER_VERSION } from './scanner';
import { findUses, type UsesRequest } from './uses';

/** Nx's enum is a value of @nx/devkit, which costs a second to load. */
const STATIC = 'static' as RawProjectGraphDependency['type'];

export type ImportEdge = RawProjectGraphDependency & { readonly sourceFile: string };

/**
 * One edge for each pair of projects, with the first file (by path) that imports the other one. All of them, on every
 * run: Nx shows changed files only, but an unchanged one may mean another project than before.
 * @param names Nx name by folder
 */
export function importEdges(request: UsesRequest, names: ReadonlyMap<string, string>): ImportEdge[] {
  return findUses(request).flatMap(({ project, uses }) => {
    const source = names.get(project.root);
    const files = new Map<PythonProject, string>();
    for (const { file, verdicts } of uses()) {
      for (const verdict of verdicts) {
        if (verdict.kind === 'local' && !files.has(verdict.project)) {
          files.set(verdict.project, file);
        }
      }
    }
    return [...files].flatMap(([{ root }, sourceFile]) => {
      const target = names.get(root);
      return source === undefined || target === undefined || source === target
        ? []
        : [{ source, target, type: STATIC, sourceFile }];
    });
  });
}

/**
 * All that decides where an import of an unchanged file leads. Nx keeps the edges of such files until an external node
 * changes: its version is a hash of this.
 */
export function indexOfNames(workspace: PythonWorkspace, disk: Disk): unknown {
  const { modulesOf } = indexModules(workspace.projects, disk);
  return [
    SCANNER_VERSION,
    workspace.projects.map((project) => [
      project.root,
      project.normalizedName,
      modulesOf.get(project),
      project.modules,
      project.sources,
      requirementsOf(project).map(({ name, extras }) => [name, ...extras]),
      lockOf(project, workspace)?.file ?? '',
    ]),
  ];
}
