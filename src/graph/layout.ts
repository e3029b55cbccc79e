/** Where things of a project lie in the workspace: folders of artefacts, of closures, inputs above it. */
import { posix } from 'node:path';

/** Folder below `dist` for a project; the workspace's root has no folder name of its own. */
export function outputFolder(root: string, name: string, roots: ReadonlySet<string>): string {
  if (root !== '.') {
    return `dist/${root}`;
  }
  const folder = name.replace(/^@/, '').replaceAll('/', '-');
  return roots.has(folder) ? `dist/${folder}-root` : `dist/${folder}`;
}

/** Folder of a lock's slices: `.kiln/closure/root`, `.kiln/closure/services-billing`. */
export function closureFolder(lockRoot: string): string {
  return `.kiln/closure/${lockRoot === '.' ? 'root' : slug(lockRoot)}`;
}

/** `a-b` and `a/b` must not share a folder. */
export function slug(folder: string): string {
  return folder.replaceAll('-', '--').replaceAll('/', '-');
}

/** The project's folder and all above it, down from the workspace's root: `.`, `apps`, `apps/py-app`. */
export function foldersAbove(root: string): string[] {
  const folders: string[] = [];
  for (let folder = root; folder !== '.'; folder = posix.dirname(folder)) {
    folders.unshift(folder);
  }
  return ['.', ...folders];
}

/** `{workspaceRoot}/apps/uv.toml`: an input that counts whether or not the file is there. */
export function workspaceInput(...path: string[]): string {
  return `{workspaceRoot}/${posix.join(...path)}`;
}
