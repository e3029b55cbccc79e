import type { RawProjectGraphDependency } from '@nx/devkit';
import { localProject, type PythonWorkspace } from '../project/workspace';

/** Nx's enum is a value of @nx/devkit, which costs a second to load. */
const STATIC = 'static' as RawProjectGraphDependency['type'];

/**
 * Edges from manifests: dependencies, extras and groups whose source is a project of the workspace. All of them, on
 * every run: an unchanged manifest may mean another project than before.
 * @param names Nx name by folder
 */
export function manifestEdges(
  workspace: PythonWorkspace,
  names: ReadonlyMap<string, string>,
): RawProjectGraphDependency[] {
  return workspace.projects.flatMap((project) => {
    const requirements = [
      ...project.dependencies,
      ...Object.values(project.optionalDependencies).flat(),
      ...Object.values(project.groups).flat(),
    ];
    const targets = new Set(
      requirements.flatMap(({ name }) => {
        const target = localProject(project, name, workspace);
        return target && target !== project ? [names.get(target.root) as string] : [];
      }),
    );
    return [...targets].map((target) => ({
      source: names.get(project.root) as string,
      target,
      type: STATIC,
      sourceFile: project.file,
    }));
  });
}
