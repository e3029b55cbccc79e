import { posix } from 'node:path';
import { packagesByName } from './locks/packages-by-name';
import type { Lock, LockedPackage, PythonProject } from './types';

/** The lock's entry of a local project; its source is a folder, so an index package of that name does not count. */
export function findMember(
  lock: Lock,
  project: Pick<PythonProject, 'normalizedName'> & { readonly root?: string },
): LockedPackage | undefined {
  const entries = packagesByName(lock)
    .get(project.normalizedName)
    ?.filter(({ source }) => source.kind === 'workspace' || source.kind === 'virtual');
  const here = entries?.find(({ source }) => 'path' in source && posix.join(lock.root, source.path) === project.root);
  return here ?? entries?.[0];
}
