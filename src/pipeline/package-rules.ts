/** Files with rules of git or Mercurial that a backend looks for in the folders above a project. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KilnError } from '../model/errors';
import { RULE_FILES } from '../project/build-system/build-facts';
import { type Disk, joinPath } from '../project/disk';
import type { PythonProject } from '../project/types';

/** Where a repository begins, the search ends. */
const REPOSITORY = '.git';

/**
 * Relative to the project's folder; the target's key holds them.
 * @throws KilnError GIT_UNKNOWN where the nearest one lies outside of the workspace: no key holds it
 */
export function ruleFilesAbove(
  { name, root, build }: Pick<PythonProject, 'name' | 'root' | 'build'>,
  disk: Disk,
  workspaceRoot: string,
  exists: (path: string) => boolean = existsSync,
): string[] {
  const depth = root === '.' ? 0 : root.split('/').length;
  const folders = Array.from({ length: depth + 1 }, (_, at) => '../'.repeat(at));
  const start = folders.findIndex((up) => disk.exists(joinPath(root, `${up}${REPOSITORY}`)));
  const looked = start < 0 ? folders : folders.slice(0, start + 1);
  const found = looked
    .flatMap((up) => RULE_FILES.map((file) => `${up}${file}`))
    .filter((path) => disk.exists(joinPath(root, path)));
  const outside = found.length > 0 || start >= 0 ? undefined : ruleFileOutside(workspaceRoot, exists);
  if (outside !== undefined) {
    throw new KilnError('GIT_UNKNOWN', `${name}: ${build?.backend} would follow the rules of ${outside}`, {
      lines: ['it lies outside of the workspace, so no key holds it'],
      hint: 'put a .gitignore with the rules that count into the workspace’s root: the nearest one is followed alone',
    });
  }
  return found.filter((path) => path.startsWith('../'));
}

function ruleFileOutside(workspaceRoot: string, exists: (path: string) => boolean): string | undefined {
  for (let folder = workspaceRoot; dirname(folder) !== folder; folder = dirname(folder)) {
    const above = dirname(folder);
    const file = RULE_FILES.map((name) => join(above, name)).find(exists);
    if (file !== undefined || exists(join(above, REPOSITORY))) {
      return file;
    }
  }
  return undefined;
}
