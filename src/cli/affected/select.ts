/** Which tasks have another key than before, and why. Pure: everything that it looks at is in the facts. */
import type { GraphView } from '../../graph/selection';
import { matchGlob } from '../../project/globs';
import { type NamedInputs, readInputs } from './inputs';
import { fileMatcher, type MatchFiles } from './match-files';
import type { Reason } from './reasons';
import { isClosure, isKiln, type Task, waitsFor } from './task-graph';

export interface Facts {
  /** Projects as Nx has them now. */
  readonly graph: GraphView;
  readonly tasks: ReadonlyMap<string, Task>;
  /** Changed files, workspace-relative. */
  readonly files: readonly string[];
  /** Named inputs as they are, and as they were: a removed file may be named by the latter only. */
  readonly named: readonly NamedInputs[];
  /** Slices that differ, by workspace-relative file, with what differs. */
  readonly slices: ReadonlyMap<string, readonly string[]>;
  /** Projects that are configured differently, by name, with what differs. */
  readonly configurations: ReadonlyMap<string, string>;
  /** What differs in an entry of `externalDependencies`; `*` stands for all packages; undefined: nothing. */
  readonly external: (name: string) => string | undefined;
  /** What Nx says of the tasks that are not Kiln's. */
  readonly foreign: ReadonlyMap<string, readonly Reason[]>;
}

/** Nx puts them into every key. */
const EVERYWHERE = ['nx.json', '.gitignore', '.nxignore', 'tsconfig.base.json'];

/** Affected tasks by id, each with all its reasons. */
export function selectAffected(facts: Facts): Map<string, Reason[]> {
  const { graph, tasks, files } = facts;
  const roots = Object.values(graph.nodes).map(({ data }) => data.root);
  const match = fileMatcher(files, roots);
  const affected = new Map<string, Reason[]>();
  const readers = new Map<string, Task[]>();
  const queue: string[] = [];
  for (const task of tasks.values()) {
    const own = isKiln(task) ? kilnReasons(task, facts, match) : (facts.foreign.get(task.id) ?? []);
    if (own.length > 0) {
      affected.set(task.id, [...own]);
      queue.push(task.id);
    }
    for (const id of readsFrom(task, facts)) {
      readers.set(id, [...(readers.get(id) ?? []), task]);
    }
  }
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const { id: reader } of readers.get(id) ?? []) {
      if (!affected.has(reader)) {
        queue.push(reader);
      }
      affected.set(reader, [...(affected.get(reader) ?? []), { kind: 'task', task: id }]);
    }
  }
  return affected;
}

function kilnReasons(task: Task, facts: Facts, match: MatchFiles): Reason[] {
  const { project, target } = task;
  const [now, ...before] = facts.named.map((named) => readInputs(project, target.inputs, facts.graph, named));
  if (!now) {
    return [];
  }
  const inputs = [now, ...before];
  const projects = new Set(inputs.flatMap((set) => set.projects));
  const files = new Set(inputs.flatMap(({ filesets }) => filesets.flatMap((fileset) => [...match(fileset)])));
  const everywhere = EVERYWHERE.filter((file) => facts.files.includes(file));
  return [
    ...everywhere.map((file): Reason => ({ kind: 'workspace', file })),
    ...[...projects].flatMap((name): Reason[] => {
      const detail = facts.configurations.get(name);
      return detail === undefined ? [] : [{ kind: 'configuration', project: name, detail }];
    }),
    ...[...files].sort().map((file): Reason => ({ kind: 'file', file })),
    ...sliceReasons(task, now.outputs, facts),
    ...packageReasons(now.externals, facts),
  ];
}

/** A reader of the lock follows its own slice, not the task that writes all of them. */
function sliceReasons(task: Task, patterns: readonly string[], { slices, graph, tasks }: Facts): Reason[] {
  if (slices.size === 0 || patterns.length === 0) {
    return [];
  }
  const folders = waitsFor(task, graph)
    .flatMap((id) => tasks.get(id) ?? [])
    .filter(isClosure)
    .map(({ target }) => `${(target.options as { outputPath?: string } | undefined)?.outputPath}/`);
  const fits = patterns.map((pattern) => matchGlob(pattern));
  return [...slices]
    .filter(([file]) => folders.some((folder) => file.startsWith(folder)) && fits.some((fit) => fit(file)))
    .map(([slice, changes]): Reason => ({ kind: 'slice', slice, changes }));
}

/** Without `externalDependencies` Nx hashes all packages. */
function packageReasons(names: readonly string[] | undefined, { external }: Facts): Reason[] {
  return (names ?? ['*']).flatMap((name): Reason[] => {
    const detail = external(name);
    return detail === undefined ? [] : [{ kind: 'package', name, detail }];
  });
}

/** Ids of the tasks whose results are in a task's key; a task without a key follows all that it waits for. */
function readsFrom(task: Task, { graph, tasks, named }: Facts): string[] {
  const { target } = task;
  if ((target.dependsOn ?? []).length === 0) {
    return [];
  }
  const [now] = named;
  const reads =
    target.cache !== true ||
    (now !== undefined && readInputs(task.project, target.inputs, graph, now).outputs.length > 0);
  return reads ? waitsFor(task, graph).filter((id) => !isClosure(tasks.get(id) as Task)) : [];
}
