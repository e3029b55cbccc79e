/** What one manifest says of a project, in the words of all of them. */
import type { Claim } from '../layout/claims';
import type { PythonProject, Requirement, SourceRef } from '../types';

export type Lists = Readonly<Record<string, readonly Requirement[]>>;

export interface Declared
  extends Pick<
    PythonProject,
    'dynamic' | 'scripts' | 'guiScripts' | 'entryPoints' | 'dependencies' | 'optionalDependencies' | 'groups'
  > {
  /** As written; absent where it is computed. */
  readonly name?: string;
  readonly version?: string;
  readonly requiresPython?: string;
  readonly description?: string;
  readonly sources: Readonly<Record<string, SourceRef>>;
  /** Where the modules are; absent where the backend looks for itself. */
  readonly claims?: readonly Claim[];
  /** Workspace-relative files that were read besides. */
  readonly files: readonly string[];
}

export const NOTHING: Declared = {
  dynamic: [],
  scripts: {},
  guiScripts: {},
  entryPoints: {},
  dependencies: [],
  optionalDependencies: {},
  groups: {},
  sources: {},
  files: [],
};

/** Appends the lists of one record to those of another, by name. */
export function joinLists(first: Lists, second: Lists): Lists {
  const joined = new Map(Object.entries(first));
  for (const [name, list] of Object.entries(second)) {
    joined.set(name, [...(joined.get(name) ?? []), ...list]);
  }
  return Object.fromEntries(joined);
}

/** Fields that a backend may compute from another file: what PEP 621 leaves out, an older manifest of the folder says. */
export function fillDynamic(project: Declared, older: Declared): Declared {
  const open = (field: string): boolean => project.dynamic.includes(field);
  return {
    ...project,
    ...(project.version === undefined && older.version !== undefined ? { version: older.version } : {}),
    ...(project.requiresPython === undefined && open('requires-python') && older.requiresPython
      ? { requiresPython: older.requiresPython }
      : {}),
    dependencies: open('dependencies') ? [...project.dependencies, ...older.dependencies] : project.dependencies,
    optionalDependencies: open('optional-dependencies')
      ? joinLists(project.optionalDependencies, older.optionalDependencies)
      : project.optionalDependencies,
    scripts: open('scripts') ? { ...older.scripts, ...project.scripts } : project.scripts,
    entryPoints: open('entry-points') ? { ...older.entryPoints, ...project.entryPoints } : project.entryPoints,
    groups: joinLists(project.groups, older.groups),
    sources: { ...older.sources, ...project.sources },
    files: [...project.files, ...older.files],
    ...(project.claims === undefined && older.claims !== undefined ? { claims: older.claims } : {}),
  };
}
