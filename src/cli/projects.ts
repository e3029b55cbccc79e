/** `nx-kiln projects`: what Kiln found, one line each. */
import { lockOf } from '../project/workspace';
import type { Command } from './command';
import { type Inferred, inferNow } from './nx/infer-workspace';
import { openWorkspace } from './nx/workspace';
import { table } from './table';

export const projects: Command = {
  summary: 'List the Python projects that Kiln finds, with their locks, modules and tools',
  words: '',
  arity: [0, 0],
  flags: { json: { type: 'boolean', description: 'print JSON' } },
  async run({ cwd, flags, print, note }) {
    const workspace = await openWorkspace(cwd);
    const rows = describeProjects(inferNow(workspace).inferred);
    if (flags.json) {
      print(JSON.stringify(rows, undefined, 2));
    } else if (rows.length === 0) {
      note('no Python project: Kiln looks for pyproject.toml files that git does not ignore');
    } else {
      const cell = (value: string | readonly string[]): string => [value].flat().join(' ') || '-';
      table([HEADING, ...rows.map((row) => HEADING.map((key) => cell(row[key])))]).forEach(print);
    }
    return 0;
  },
};

const HEADING = ['name', 'root', 'manager', 'lock', 'modules', 'tools'] as const;

export interface ProjectRow {
  /** As Nx calls it. */
  readonly name: string;
  readonly root: string;
  readonly manager: string;
  /** Workspace-relative; '' without one. */
  readonly lock: string;
  /** Importable names. */
  readonly modules: readonly string[];
  /** What inferred targets run. */
  readonly tools: readonly string[];
}

/** Sorted by root. */
export function describeProjects({ workspace, names, projects: nodes }: Inferred): ProjectRow[] {
  return workspace.projects.map((project) => {
    const targets = Object.values(nodes.get(project.root)?.node.targets ?? {});
    const tools = targets.flatMap(({ options }) => (typeof options?.tool === 'string' ? [options.tool] : []));
    return {
      name: names.get(project.root) ?? project.name,
      root: project.root,
      manager: project.manager,
      lock: lockOf(project, workspace)?.file ?? '',
      modules: project.modules.map(({ name }) => name),
      tools: [...new Set(tools)].sort(),
    };
  });
}
