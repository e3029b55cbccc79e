import type { PythonProject, Requirement } from './types';
import { localProject, type PythonWorkspace } from './workspace';

/**
 * Strict runtime closure: the local projects that an installed project needs, through dependencies and the extras that
 * are asked for; never through groups. Markers are not evaluated: what may be needed counts. Sorted by root.
 */
export function strictRuntimeClosure(project: PythonProject, workspace: PythonWorkspace): PythonProject[] {
  const extrasOf = new Map<PythonProject, Set<string>>([[project, new Set()]]);
  const visit = (from: PythonProject, requirements: readonly Requirement[]): void => {
    for (const requirement of requirements) {
      // A project's own name with extras only switches those on.
      const target = requirement.name === from.normalizedName ? from : localProject(from, requirement.name, workspace);
      if (!target) {
        continue;
      }
      const seen = extrasOf.get(target);
      const extras = requirement.extras.filter((extra) => !seen?.has(extra));
      extrasOf.set(target, new Set([...(seen ?? []), ...extras]));
      if (!seen) {
        visit(target, target.dependencies);
      }
      for (const extra of extras) {
        visit(target, target.optionalDependencies[extra] ?? []);
      }
    }
  };
  visit(project, project.dependencies);
  return [...extrasOf.keys()].filter((p) => p !== project).sort((a, b) => (a.root < b.root ? -1 : 1));
}
