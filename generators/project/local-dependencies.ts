/** Projects of the workspace that a new one needs. Pure. */
import { nearest } from '../../src/graph/nearest';
import { KilnError } from '../../src/model/errors';
import type { PythonProject } from '../../src/project/types';
import type { Surroundings } from './surroundings';

/**
 * @param names as Nx has them, or as their manifests do
 * @throws KilnError OPTION_INVALID for a name that nobody has, or that is no Python project's
 */
export function findDependencies(
  names: readonly string[],
  { roots, workspace }: Pick<Surroundings, 'roots' | 'workspace'>,
): PythonProject[] {
  return [...new Set(names)].map((name) => {
    const folder = roots.get(name);
    const project = workspace.projects.find((one) => (folder === undefined ? one.name === name : one.root === folder));
    if (project) {
      return project;
    }
    const broken = workspace.broken.find(({ root }) => root === folder);
    if (broken) {
      throw broken.error;
    }
    const known = workspace.projects.map(({ root, name: own }) => nxNameAt(root, roots) ?? own);
    const close = nearest(name, known);
    throw new KilnError(
      'OPTION_INVALID',
      folder === undefined ? `there is no project '${name}'` : `'${name}' (${folder}) is no Python project`,
      {
        lines: close.length > 0 ? [`did you mean ${close.map((one) => `'${one}'`).join(' or ')}?`] : [],
        hint:
          known.length > 0 ? `Python projects are ${[...known].sort().join(', ')}` : 'there is no Python project yet',
      },
    );
  });
}

function nxNameAt(root: string, roots: ReadonlyMap<string, string>): string | undefined {
  return [...roots].find(([, folder]) => folder === root)?.[0];
}
