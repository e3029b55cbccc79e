/** Where things of a project lie in the workspace: folders of artefacts, of closures, inputs above it. */
import { posix } from 'node:path';
import { literal } from '../project/product-files';

/** Folder below `dist` for a project; the workspace's root has no folder name of its own. */
export function outputFolder(root: string, name: string, roots: ReadonlySet<string>): string {
  if (root !== '.') {
    return `dist/${plain(root)}`;
  }
  const folder = plain(name.replace(/^@/, '').replaceAll('/', '-'));
  return roots.has(folder) ? `dist/${folder}-root` : `dist/${folder}`;
}

/** Folder of a lock's slices: `.kiln/closure/root`, `.kiln/closure/services-billing`. */
export function closureFolder(lockRoot: string): string {
  return `.kiln/closure/${lockRoot === '.' ? 'root' : slug(lockRoot)}`;
}

/** `a-b` and `a/b` must not share a folder. */
export function slug(folder: string): string {
  return plain(folder).replaceAll('-', '--').replaceAll('/', '-');
}

/** Nx reads inputs and outputs as patterns; these characters mean something there. */
const PATTERN_CHARACTERS = /[()[\]{}*?|]/;

/** Outputs are restored by pattern: a folder called `(a)` gets `dist/~28a~29`. */
function plain(path: string): string {
  return path.replace(new RegExp(PATTERN_CHARACTERS, 'g'), (c) => `~${c.charCodeAt(0).toString(16)}`);
}

/** A pattern below a project's folder. `{projectRoot}` is pasted in unescaped, so odd folders are spelled out. */
export function projectInput(root: string, pattern: string): string {
  return PATTERN_CHARACTERS.test(root) ? `{workspaceRoot}/${literal(root)}/${pattern}` : `{projectRoot}/${pattern}`;
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
  return `{workspaceRoot}/${literal(posix.join(...path))}`;
}
