/** All manifests of a workspace, joined: uv workspaces, inherited sources, locks, local dependencies. */
import { posix } from 'node:path';
import type { KilnError } from '../model/errors';
import { dataFolders } from './data-manifests';
import { byRoot, type Disk } from './disk';
import { type Failed, findProjects, parseAll } from './find-projects';
import { findLocks, type LockScope, lockIn } from './lock-scopes';
import type { Parsed } from './manifests/parse-folder';
import type { Manifest } from './manifests/pyproject';
import { readFolder } from './manifests/read-folder';
import { normalizeName } from './names';
import type { PythonProject, Requirement } from './types';
import { hubOf } from './uv-workspaces';

export interface BrokenManifest {
  /** Workspace-relative. */
  readonly file: string;
  readonly root: string;
  readonly error: KilnError;
  /** `[project].name` as far as the text shows it. */
  readonly name?: string;
  /** Whether a uv workspace lists the folder as a member. */
  readonly claimed: boolean;
  /** Lock that it belongs to, where it is claimed. */
  readonly lock?: string;
}

export interface PythonWorkspace {
  /** Sorted by root; sources of a uv workspace's root included. */
  readonly projects: readonly PythonProject[];
  readonly broken: readonly BrokenManifest[];
  readonly locks: readonly LockScope[];
  /** Files that are no project: settings of tools, roots of workspaces without `[project]`. */
  readonly others: readonly Manifest[];
  /** Folders whose manifests are data of the project around them, sorted. */
  readonly data: readonly string[];
}

/**
 * Reads every manifest; one broken file is reported in `broken` and takes nothing else down. A folder is at most one
 * project, whatever lies in it.
 * @param files workspace-relative: pyproject.toml, setup.cfg, setup.py, requirements files; others are passed over
 * @param known folders that are projects for certain: those that the graph has
 */
export function readWorkspace(files: readonly string[], disk: Disk, known: readonly string[] = []): PythonWorkspace {
  const certain = new Set(known);
  const all = parseAll(files, disk);
  const data: string[] = [];
  for (let { parsed, failed } = all; ; ) {
    const { manifests, ...workspace } = join(parsed, failed, disk);
    const found = dataFolders(manifests, workspace, certain, disk);
    if (found.size === 0) {
      return { ...workspace, data: data.sort() };
    }
    // What is data counts nowhere, so that others may be another thing without it.
    data.push(...found);
    parsed = parsed.filter(({ root }) => !found.has(root));
    failed = failed.filter(({ file }) => !found.has(posix.dirname(file)));
  }
}

type Joined = Omit<PythonWorkspace, 'data'> & { readonly manifests: readonly Manifest[] };

function join(parsed: readonly Parsed[], failed: readonly Failed[], disk: Disk): Joined {
  const found = findProjects(parsed, failed, disk);
  const manifests = parsed.map((folder) => readFolder(found.folderOf(folder), found.around(folder)));
  const hubs = manifests.filter((m) => m.workspace !== undefined);
  const projects = manifests.flatMap((m) => (m.project ? [withHubSources(m, m.project, hubs)] : [])).sort(byRoot);
  const broken = failed.map((f) => describeBroken(f, hubs, disk));
  return {
    manifests,
    projects,
    broken,
    locks: findLocks(manifests, projects, broken, hubs, disk),
    others: manifests.filter((m) => !m.project && posix.basename(m.file) === 'pyproject.toml'),
  };
}

/** Members without an own source for a name take the one of their workspace's root. */
function withHubSources(manifest: Manifest, project: PythonProject, hubs: readonly Manifest[]): PythonProject {
  const hub = manifest.managed ? hubOf(manifest.root, hubs) : undefined;
  if (hub && hub !== manifest && Object.keys(project.sources).length === 0) {
    // A thousand members share one table; copies of it would be a million entries.
    return { ...project, sources: hub.sources };
  }
  return hub && hub !== manifest
    ? { ...project, sources: Object.assign(Object.create(null), hub.sources, project.sources) }
    : project;
}

function describeBroken({ file, text, error }: Failed, hubs: readonly Manifest[], disk: Disk): BrokenManifest {
  const root = posix.dirname(file);
  const hub = hubOf(root, hubs);
  const lock = hub ? lockIn(hub.root, disk) : lockIn(root, disk);
  // The name matters more than the rest: other projects refer to it. `[project]` up to the next table.
  const section = /^\s*\[project\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const name = /^\s*name\s*=\s*["']([A-Za-z0-9._-]+)["']/m.exec(section)?.[1];
  return {
    file,
    root,
    error,
    ...(name === undefined ? {} : { name }),
    claimed: hub !== undefined,
    ...(lock === undefined ? {} : { lock }),
  };
}

/** The lock that a project belongs to, if any. */
export function lockOf(
  project: Pick<PythonProject, 'root'>,
  workspace: Pick<PythonWorkspace, 'projects' | 'locks'>,
): LockScope | undefined {
  return indexOf(workspace).lockByRoot.get(project.root);
}

interface WorkspaceIndex {
  readonly byRoot: ReadonlyMap<string, PythonProject>;
  readonly byName: ReadonlyMap<string, readonly PythonProject[]>;
  readonly lockByRoot: ReadonlyMap<string, LockScope>;
}

/** A thousand projects ask for each other by name; a search each time would take seconds. */
const INDEXES = new WeakMap<readonly PythonProject[], WorkspaceIndex>();

function indexOf({ projects, locks }: Pick<PythonWorkspace, 'projects' | 'locks'>): WorkspaceIndex {
  const known = INDEXES.get(projects);
  if (known) {
    return known;
  }
  const byName = new Map<string, PythonProject[]>();
  for (const project of projects) {
    byName.set(project.normalizedName, [...(byName.get(project.normalizedName) ?? []), project]);
  }
  const index = {
    byRoot: new Map(projects.map((project) => [project.root, project])),
    byName,
    lockByRoot: new Map(locks.flatMap((lock) => lock.members.map(({ root }) => [root, lock] as const))),
  };
  INDEXES.set(projects, index);
  return index;
}

/**
 * The project of the workspace that a dependency's source names. Names without a local source belong to an index,
 * even where a project is called the same.
 */
export function localProject(
  from: PythonProject,
  name: string,
  workspace: Pick<PythonWorkspace, 'projects' | 'locks'>,
): PythonProject | undefined {
  const normal = normalizeName(name);
  const source = from.sources[normal];
  if (source === undefined) {
    return undefined;
  }
  const { byRoot: roots, byName, lockByRoot } = indexOf(workspace);
  if (source.kind === 'path') {
    return roots.get(source.path);
  }
  if (source.kind !== 'workspace') {
    return undefined;
  }
  const named = byName.get(normal) ?? [];
  const scope = lockByRoot.get(from.root);
  // The same name in two workspaces: the own one counts; otherwise only an unambiguous one.
  return (
    named.find(({ root }) => scope !== undefined && lockByRoot.get(root) === scope) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

/** A requirement whose name a project of the workspace carries, though no source says that it is meant. */
export interface PlainName {
  readonly requirement: Requirement;
  readonly project: PythonProject;
}

/**
 * Names of dependencies, extras and groups that lead to exactly one project of the workspace without a source: what pip and
 * poetry install from an index, or what somebody installs from the folder by hand. Never a strict edge; good for a hint.
 */
export function plainNames(
  from: PythonProject,
  workspace: Pick<PythonWorkspace, 'projects' | 'locks'>,
): readonly PlainName[] {
  const { byName } = indexOf(workspace);
  const found = new Map<string, PlainName>();
  for (const requirement of requirementsOf(from)) {
    const { name, url } = requirement;
    const named = byName.get(name) ?? [];
    const [project] = named;
    if (url === undefined && from.sources[name] === undefined && project && named.length === 1 && project !== from) {
      found.set(name, found.get(name) ?? { requirement, project });
    }
  }
  return [...found.values()];
}

/** Everything that a project asks for: dependencies, extras, groups. */
export function requirementsOf({ dependencies, optionalDependencies, groups }: PythonProject): Requirement[] {
  return [...dependencies, ...Object.values(optionalDependencies).flat(), ...Object.values(groups).flat()];
}
