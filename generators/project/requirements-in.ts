/** Where pip finds the local projects that a new one needs. Pure. */
import { posix } from 'node:path';
import { joinPath } from '../../src/project/disk';
import type { NewProject } from './new-project';

/** requirements.in beside pyproject.toml, where there is something to say. */
export function requirementsIn({ root, manager, dependencies }: NewProject): Record<string, string> {
  if (manager !== 'pip' || dependencies.length === 0) {
    return {};
  }
  const lines = dependencies.map((one) => `-e ${posix.relative(root, one.root)}\n`);
  return { [joinPath(root, 'requirements.in')]: lines.join('') };
}
