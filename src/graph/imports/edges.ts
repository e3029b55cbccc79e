/** Edges of Nx's graph from imports, and what makes Nx look at them again. */
import type { RawProjectGraphDependency } from '@nx/devkit';
import type { Disk } from '../../project/disk';
import type { PythonProject } from '../../project/types';
import { lockOf, type PythonWorkspace, requirementsOf } from '../../project/workspace';
import { indexModules } from './modules';
import { SCANNER_VERSION } from './scanner';
import { findUses, type Local, type UsesRequest } from './uses';

/** Nx's enum is a value of @nx/devkit, which costs a second to load. */
const [STATIC, IMPLICIT] = ['static', 'implicit'] as [
  RawProjectGraphDependency['type'],
  RawProjectGraphDependency['type'],
];

export type ImportEdge = RawProjectGraphDependency;

/**
 * One edge for each pair of projects, with the first file (by path) that imports the other one. All of them, on every
 * run: Nx shows changed files only, but an unchanged one may mean another project than before.
 *
 * Nx gives an unchanged file the edges back that it had, so those of one file have to follow from its content and from
 * `indexOfNames` alone: a file that is named for one edge is named for all that it has. Imports that the manifest does
 * not declare are edges without a file, which Nx never gives back: any file of the project by that name, any package
 * of the lock takes precedence over a neighbour.
 * @param names Nx name by folder
 */
export function importEdges(request: UsesRequest, names: ReadonlyMap<string, string>): ImportEdge[] {
  return findUses(request).flatMap(({ project, locals }) => {
    const source = names.get(project.root);
    const { byFile, undeclared } = targetsOf(locals());
    const to = (target: PythonProject, rest: { type: ImportEdge['type']; sourceFile?: string }): ImportEdge[] => {
      const name = names.get(target.root);
      return source === undefined || name === undefined || source === name
        ? []
        : [{ source, target: name, ...rest } as ImportEdge];
    };
    return [
      ...whatAllName(byFile).flatMap(([sourceFile, targets]) =>
        [...targets].flatMap((target) => to(target, { type: STATIC, sourceFile })),
      ),
      ...[...undeclared].flatMap((target) => to(target, { type: IMPLICIT })),
    ];
  });
}

interface Targets {
  /** Declared ones; files in their order. */
  readonly byFile: ReadonlyMap<string, ReadonlySet<PythonProject>>;
  readonly undeclared: ReadonlySet<PythonProject>;
}

function targetsOf(locals: Iterable<Local>): Targets {
  const byFile = new Map<string, Set<PythonProject>>();
  const undeclared = new Set<PythonProject>();
  for (const { file, verdicts } of locals) {
    for (const { declared, project } of verdicts) {
      if (declared) {
        byFile.set(file, (byFile.get(file) ?? new Set()).add(project));
      } else {
        undeclared.add(project);
      }
    }
  }
  return { byFile, undeclared };
}

/** The files that are the first to import something, with all that they import. */
function whatAllName(byFile: Targets['byFile']): [string, ReadonlySet<PythonProject>][] {
  const seen = new Set<PythonProject>();
  return [...byFile].filter(([, targets]) => {
    const isFirst = [...targets].some((target) => !seen.has(target));
    for (const target of targets) {
      seen.add(target);
    }
    return isFirst;
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
