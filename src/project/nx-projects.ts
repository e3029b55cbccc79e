/** Folders that Nx takes for projects whatever Kiln finds in them. */
import type { Disk } from './disk';
import { matchGlob } from './globs';

/** Whether a folder is a package of npm's or pnpm's workspaces. */
export function workspacePackages(disk: Disk): (folder: string) => boolean {
  const patterns = [...npmWorkspaces(disk), ...pnpmWorkspaces(disk)];
  const takes = patterns.filter((p) => !p.startsWith('!')).map((p) => matchGlob(p));
  const refuses = patterns.filter((p) => p.startsWith('!')).map((p) => matchGlob(p.slice(1)));
  return (folder) => takes.some((fits) => fits(folder)) && !refuses.some((fits) => fits(folder));
}

/** Whether somebody made a folder a project of Nx: by a project.json, or as a package of npm's or pnpm's workspaces. */
export function projectsOfNx(disk: Disk): (folder: string) => boolean {
  let isPackage: ((folder: string) => boolean) | undefined;
  return (folder) => {
    if (disk.exists(`${folder}/project.json`)) {
      return true;
    }
    isPackage ??= workspacePackages(disk);
    return disk.exists(`${folder}/package.json`) && isPackage(folder);
  };
}

function npmWorkspaces(disk: Disk): string[] {
  try {
    const { workspaces } = JSON.parse(disk.read('package.json') ?? '{}') as { workspaces?: unknown };
    const list = Array.isArray(workspaces) ? workspaces : (workspaces as { packages?: unknown } | undefined)?.packages;
    return Array.isArray(list) ? list.filter((p): p is string => typeof p === 'string') : [];
  } catch {
    // For npm to report.
    return [];
  }
}

/** The items of the list `packages`, as everybody writes it. */
function pnpmWorkspaces(disk: Disk): string[] {
  const list =
    /^packages:\s*\n((?:[ \t]*(?:-.*|#.*)?\r?\n?)*)/m.exec(disk.read('pnpm-workspace.yaml') ?? '')?.[1] ?? '';
  return [...list.matchAll(/^\s*-\s*(["']?)(.+?)\1\s*(?:#.*)?$/gm)].map(([, , pattern]) => pattern as string);
}
