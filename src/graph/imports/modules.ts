/** Which project provides which module. */
import { type Disk, joinPath } from '../../project/disk';
import type { PythonProject } from '../../project/types';

export interface ModuleIndex {
  /** By dotted name, of packages, modules, and what lies directly in portions of namespaces; projects by root. */
  readonly providers: ReadonlyMap<string, readonly PythonProject[]>;
  /** Names of namespaces: portions, and all that stands before a dot. Nobody owns one that several have. */
  readonly namespaces: ReadonlySet<string>;
  readonly modulesOf: ReadonlyMap<PythonProject, readonly string[]>;
}

const INDEXES = new WeakMap<readonly PythonProject[], ModuleIndex>();

/** Made once for the projects of one reading of the workspace: nodes need it for their index, edges to resolve imports. */
export function indexModules(projects: readonly PythonProject[], disk: Disk): ModuleIndex {
  const known = INDEXES.get(projects) ?? makeIndex(projects, disk);
  INDEXES.set(projects, known);
  return known;
}

function makeIndex(projects: readonly PythonProject[], disk: Disk): ModuleIndex {
  const providers = new Map<string, PythonProject[]>();
  const namespaces = new Set<string>();
  const modulesOf = new Map<PythonProject, readonly string[]>();
  for (const project of projects) {
    const modules = [...new Set(project.modules.flatMap((root) => importable(root, disk)))];
    modulesOf.set(project, modules);
    for (const { name, kind } of project.modules) {
      if (kind === 'namespace') {
        namespaces.add(name);
      }
    }
    for (const module of modules) {
      providers.set(module, [...(providers.get(module) ?? []), project]);
      for (let dot = module.lastIndexOf('.'); dot > 0; dot = module.lastIndexOf('.', dot - 1)) {
        namespaces.add(module.slice(0, dot));
      }
    }
  }
  return { providers, namespaces, modulesOf };
}

/** Namespaces deeper than this are a loop of links. */
const MAX_DEPTH = 8;

/** Several projects may have modules in one namespace folder: what lies in it counts, one by one. */
function importable({ name, path, kind }: PythonProject['modules'][number], disk: Disk): string[] {
  return kind === 'namespace' ? [name, ...portions(name, path, disk, 0)] : [name];
}

/** Packages and modules below a folder without `__init__.py`, however deep the folders between are. */
function portions(name: string, path: string, disk: Disk, depth: number): string[] {
  return disk.list(path).flatMap((entry) => {
    const child = entry.folder ? entry.name : /^(.+)\.pyi?$/.exec(entry.name)?.[1];
    if (child === undefined || child === '__init__' || child === '__pycache__' || child.includes('.')) {
      return [];
    }
    const below = joinPath(path, entry.name);
    const isNamespace = entry.folder && !disk.list(below).some((inner) => /^__init__\.pyi?$/.test(inner.name));
    return isNamespace && depth < MAX_DEPTH
      ? portions(`${name}.${child}`, below, disk, depth + 1)
      : [`${name}.${child}`];
  });
}

/** The longest name at the front of a dotted module that somebody among some provides. */
export function providersOf(
  module: string,
  { providers }: ModuleIndex,
  among: ReadonlySet<PythonProject>,
): { readonly name: string; readonly projects: readonly PythonProject[] } | undefined {
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    const name = module.slice(0, end);
    const projects = providers.get(name)?.filter((project) => among.has(project)) ?? [];
    if (projects.length > 0) {
      return { name, projects };
    }
  }
  return undefined;
}
