/** What is odd about a workspace as a whole, and shows in no file alone. */
import type { Disk } from './disk';
import { strictRuntimeClosure } from './local-closure';
import { lineOf } from './toml';
import type { Diagnostic, PythonProject } from './types';
import { localProject, type PythonWorkspace, requirementsOf } from './workspace';

/**
 * Names that several projects carry, sources that lead nowhere or out of the workspace, cycles, modules that two projects
 * provide. Diagnostics of single files are in `PythonProject.diagnostics`.
 * @param disk for line numbers; without it there are none
 */
export function workspaceDiagnostics(workspace: PythonWorkspace, disk?: Disk): Diagnostic[] {
  const at = placer(disk);
  const { projects } = workspace;
  return [
    ...twinMembers(workspace, at),
    ...projects.flatMap((project) => wrongSources(project, workspace, at)),
    ...cycles(workspace, at),
    ...sharedModules(workspace, at),
  ];
}

type Place = (file: string, needle: string) => Pick<Diagnostic, 'file' | 'line'>;

function placer(disk: Disk | undefined): Place {
  const texts = new Map<string, string>();
  return (file, needle) => {
    const text = texts.get(file) ?? disk?.read(file) ?? '';
    texts.set(file, text);
    const line = lineOf(text, needle);
    return { file, ...(line === undefined ? {} : { line }) };
  };
}

/** uv, poetry and pdm all refuse two packages of one name in one lock. */
function twinMembers({ locks }: PythonWorkspace, at: Place): Diagnostic[] {
  return locks.flatMap((lock) => {
    const seen = new Map<string, PythonProject>();
    return lock.members.flatMap((project): Diagnostic[] => {
      const first = seen.get(project.normalizedName);
      seen.set(project.normalizedName, first ?? project);
      return first && lock.manager !== 'requirements' && lock.manager !== 'pylock'
        ? [
            {
              ...at(project.file, project.name),
              message: `${lock.file} has two members called ${project.normalizedName}: ${first.root} and ${project.root}`,
              fix: 'rename one of them',
            },
          ]
        : [];
    });
  });
}

function wrongSources(project: PythonProject, workspace: PythonWorkspace, at: Place): Diagnostic[] {
  const names = new Map(requirementsOf(project).map((requirement) => [requirement.name, requirement.text]));
  return [...names].flatMap(([name, text]): Diagnostic[] => {
    const said = sourceProblem(project, name, workspace);
    return said ? [{ ...at(project.file, text), ...said }] : [];
  });
}

function sourceProblem(
  project: PythonProject,
  name: string,
  workspace: PythonWorkspace,
): Pick<Diagnostic, 'message' | 'fix'> | undefined {
  const source = project.sources[name];
  if (name === project.normalizedName || localProject(project, name, workspace)) {
    return undefined;
  }
  if (source?.kind === 'path' && !/\.(whl|zip|tar\.\w+|tgz)$/.test(source.path)) {
    const isOutside = source.path === '..' || source.path.startsWith('../');
    if (!isOutside && workspace.broken.some(({ root }) => root === source.path)) {
      return undefined;
    }
    return {
      message: `${project.name} takes '${name}' from ${source.path}, ${isOutside ? 'which is outside of the workspace' : 'where no Python project is'}`,
      fix: isOutside
        ? 'bring it into the workspace, or depend on a published version: no key can follow files outside'
        : 'correct the path, or add the project; one in .nxignore is not seen',
    };
  }
  if (source?.kind !== 'workspace' || workspace.broken.some((broken) => broken.name === name)) {
    return undefined;
  }
  const named = workspace.projects.filter((other) => other.normalizedName === name);
  return {
    message:
      named.length > 1
        ? `${project.name} needs '${name}', and ${named.length} projects are called so: ${named.map(({ root }) => root).join(', ')}; none of them is in its own uv workspace, so there is no edge`
        : `${project.name} needs '${name}' from its workspace, which has no such project`,
    fix: named.length > 1 ? 'say which one with a path source' : 'add it to the members, or correct the source',
  };
}

/** Cycles along strict runtime dependencies: such projects can only be built together. */
function cycles(workspace: PythonWorkspace, at: Place): Diagnostic[] {
  const state = new Map<PythonProject, 'open' | 'done'>();
  const found: Diagnostic[] = [];
  const next = (project: PythonProject): PythonProject[] =>
    project.dependencies
      .flatMap(({ name }) => localProject(project, name, workspace) ?? [])
      .filter((p) => p !== project);
  for (const start of workspace.projects) {
    const path: { project: PythonProject; left: PythonProject[] }[] = [];
    const enter = (project: PythonProject): void => {
      state.set(project, 'open');
      path.push({ project, left: next(project) });
    };
    if (!state.has(start)) {
      enter(start);
    }
    for (let top = path[path.length - 1]; top; top = path[path.length - 1]) {
      const target = top.left.pop();
      if (!target) {
        state.set(top.project, 'done');
        path.pop();
      } else if (state.get(target) === 'open') {
        const from = path.findIndex(({ project }) => project === target);
        const names = [...path.slice(from).map(({ project }) => project.name), target.name];
        found.push({
          ...at(top.project.file, target.name),
          message: `projects depend on each other in a circle: ${names.join(' → ')}`,
          fix: 'move what both need to a project of its own, or make one dependency a group or an extra',
        });
      } else if (!state.has(target)) {
        enter(target);
      }
    }
  }
  return found;
}

/** Two projects that are imported together and provide the same module: which one Python finds depends on the order. */
function sharedModules(workspace: PythonWorkspace, at: Place): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const project of workspace.projects) {
    const owners = new Map<string, PythonProject>();
    for (const one of [project, ...strictRuntimeClosure(project, workspace, () => undefined)]) {
      for (const { name, kind } of one.modules) {
        const first = owners.get(name);
        owners.set(name, first ?? one);
        if (first && first !== one && kind !== 'namespace') {
          found.set(`${name} ${[first.root, one.root].sort().join(' ')}`, {
            ...at(project.file, project.name),
            message: `${first.root} and ${one.root} both provide the module '${name}', and ${project.name} uses both`,
            fix: 'rename one of them, or leave it out of what its project packs',
          });
        }
      }
    }
  }
  return [...found.values()];
}
