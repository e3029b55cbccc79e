/** Finds what a project provides for import, from its build settings or, without any, from what its folder holds. */
import { posix } from 'node:path';
import { type Disk, joinPath } from '../disk';
import type { Report } from '../manifests/report';
import { normalizeName } from '../names';
import type { ModuleRoot } from '../types';
import type { Claim } from './claims';
import { find } from './find-packages';
import { byName, hasInit, isDotted, type Look, modulesIn } from './look';

export interface LayoutRequest {
  /** Workspace-relative. */
  readonly root: string;
  readonly name: string;
  /** What the manifests say; absent: what is there counts. */
  readonly claims?: readonly Claim[] | undefined;
  /** Whether the folder is only the root of a workspace, no package of its own. */
  readonly isHub: boolean;
  /** Whether a backend packs it; without one, all that its folder holds can be run. */
  readonly isPacked: boolean;
  readonly disk: Disk;
  /** Whether a folder is a project of its own. */
  readonly isProject: (folder: string) => boolean;
  readonly report: Report;
}

/** Modules of the project, sorted by name; empty for a project that provides none. */
export function findModules(request: LayoutRequest): ModuleRoot[] {
  const look: Look = { disk: request.disk, isProject: request.isProject, budget: { left: 2000 } };
  const found = request.claims
    ? request.claims.flatMap((claim) => claimed(claim, request, look))
    : automatic(request, look);
  return topmost(found.filter(({ path }) => isInside(request.root, path))).sort(byName);
}

function claimed(claim: Claim, request: LayoutRequest, look: Look): ModuleRoot[] {
  const { root, report } = request;
  const place = claim.kind === 'find' ? claim.where : claim.sourceRoot;
  const folder = joinPath(root, place);
  if (!isInside(root, folder)) {
    report(`'${place}' lies outside of the project's folder`, place, 'make it a project of its own and depend on it');
    return [];
  }
  switch (claim.kind) {
    case 'folder':
      return modulesIn(look, folder, false);
    case 'find':
      return find(look, folder, claim);
    default:
      return namedModule(claim, folder, request);
  }
}

type Named = Extract<Claim, { kind: 'module' }>;

/** A folder or a file of that name, as it is written: characters of patterns mean themselves. */
function namedModule(claim: Named, sourceRoot: string, { root, disk, report }: LayoutRequest): ModuleRoot[] {
  const path = claim.path === undefined ? joinPath(sourceRoot, ...claim.name.split('.')) : joinPath(root, claim.path);
  const base = { name: claim.name, sourceRoot };
  if (!isDotted(claim.name)) {
    report(`${claim.by}: '${claim.name}' is no name that Python can import`, claim.name);
    return [];
  }
  const file = [`${path}.py`, `${path}.pyi`].find((candidate) => disk.exists(candidate));
  if (hasInit(disk, path) || (!file && disk.exists(path))) {
    const kind = claim.namespace || !hasInit(disk, path) ? 'namespace' : 'package';
    return [{ ...base, path, kind }];
  }
  if (file) {
    return [{ ...base, path: file, kind: 'module' }];
  }
  if (!claim.optional) {
    report(`${claim.by}: the module '${claim.name}' is not there, looked for ${path}`, claim.name);
  }
  return [];
}

/** Without settings: `src`, else what is named like the project, else what does not look like something else. */
function automatic({ name, root, disk, isHub, isPacked }: LayoutRequest, look: Look): ModuleRoot[] {
  const src = joinPath(root, 'src');
  const inSrc = disk.exists(src) ? modulesIn(look, src, false) : [];
  if (inSrc.length > 0) {
    return inSrc;
  }
  const found = modulesIn(look, root, true);
  const own = normalizeName(name);
  const named = found.filter((module) => normalizeName(module.name) === own);
  // The root of a workspace that is no package must not swallow what lies below it.
  return (named.length > 0 && isPacked) || isHub ? named : found;
}

/** A module inside of another one is part of it. */
function topmost(found: readonly ModuleRoot[]): ModuleRoot[] {
  const byPath = new Map(found.map((module) => [`${module.name} ${module.path}`, module]));
  const all = [...byPath.values()];
  const names = new Map(all.map((module) => [module.name, module]));
  return all.filter(({ name, path }) => {
    const parents = name.split('.').map((_, i, parts) => parts.slice(0, i).join('.'));
    return !parents.some((parent) => {
      const outer = names.get(parent);
      return outer !== undefined && path.startsWith(`${outer.path}/`);
    });
  });
}

function isInside(root: string, path: string): boolean {
  const below = posix.relative(root, path);
  return below !== '..' && !below.startsWith('../');
}
