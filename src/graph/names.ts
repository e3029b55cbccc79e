import type { Disk } from '../project/disk';
import { joinPath } from '../project/disk';

/**
 * The name that Nx gives to the project in a folder: project.json and package.json are read after plugins, so theirs win.
 * @param own `[project].name`
 */
export function nxName(root: string, own: string | undefined, disk: Disk): string | undefined {
  const entries = new Set(disk.list(root).map(({ name }) => name));
  const projectJson = entries.has('project.json') ? readJson(joinPath(root, 'project.json'), disk) : undefined;
  const packageJson = entries.has('package.json') ? readJson(joinPath(root, 'package.json'), disk) : undefined;
  const nx = packageJson?.nx as { name?: unknown } | undefined;
  // The root's package.json makes a project only where it says so.
  const counts = root !== '.' || nx !== undefined || projectJson !== undefined;
  return [projectJson?.name, ...(counts ? [nx?.name, packageJson?.name] : []), fitName(own), packageJson?.name].find(
    (name): name is string => typeof name === 'string' && name !== '',
  );
}

/** Poetry takes any text for a name; on a command line it has to be one word. */
function fitName(own: string | undefined): string | undefined {
  return own === undefined || /^[\w.-]+$/.test(own)
    ? own
    : own
        .toLowerCase()
        .replace(/[^\p{L}\p{N}._]+/gu, '-')
        .replace(/^-+|-+$/g, '');
}

/** A broken project.json is for Nx to report. */
function readJson(file: string, disk: Disk): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(disk.read(file) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Names for folders, each once: a name that two folders want goes to neither alone, both get their folder added. */
export function uniqueNames(wanted: ReadonlyMap<string, string>): Map<string, string> {
  const count = new Map<string, number>();
  for (const name of wanted.values()) {
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  return new Map(
    [...wanted].map(([root, name]) => [
      root,
      count.get(name) === 1 ? name : `${name}-${root === '.' ? 'root' : root.replaceAll('/', '-')}`,
    ]),
  );
}
