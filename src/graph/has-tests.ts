import type { Disk } from '../project/disk';
import { testRoots } from '../project/test-files';
import type { PythonProject } from '../project/types';

/** Whether a project has tests: in a folder of their own, beside its modules, or inside of them. */
export function hasTests(project: PythonProject, disk: Disk): boolean {
  return testRoots(project, disk).length > 0;
}
