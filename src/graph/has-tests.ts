import { type Disk, joinPath } from '../project/disk';
import type { PythonProject } from '../project/types';

const FILE = /^(test_.*|.*_test|tests?)\.py$/;
const FOLDER = /^tests?$/;

/** Whether a project has tests: in a folder of their own, beside its modules, or inside of them. */
export function hasTests({ root, modules }: PythonProject, disk: Disk): boolean {
  const folders = [root, ...modules.filter(({ kind }) => kind !== 'module').map(({ path }) => path)];
  return folders.some((folder) =>
    disk
      .list(folder)
      .some((entry) =>
        entry.folder
          ? FOLDER.test(entry.name) && disk.list(joinPath(folder, entry.name)).some(({ name }) => name.endsWith('.py'))
          : FILE.test(entry.name),
      ),
  );
}
