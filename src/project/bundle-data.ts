/** Files that options of `freeze` name: what the graph makes inputs of, and what a build reads. */
import { posix } from 'node:path';

export interface DataPlace {
  /** Workspace-relative file or folder; it may lead out of the workspace, which is then refused. */
  readonly path: string;
  /** Relative to the bundle. */
  readonly to: string;
}

/**
 * Where each item of `data` comes from and goes to: `from` or `from:to`, from relative to the project.
 * @param root the project's workspace-relative folder
 */
export function dataPlaces(root: string, data: readonly string[]): DataPlace[] {
  return data.map((item) => {
    const [, from = item, to] = /^(.*?):(.*)$/.exec(item) ?? [];
    const path = posix.join(root, from.replaceAll('\\', '/')).replace(/\/+$/, '');
    return { path, to: posix.normalize(to ?? posix.basename(path)).replace(/^\.\/|\/+$/g, '') };
  });
}
