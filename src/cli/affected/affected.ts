/** `nx-kiln affected`: exactly the tasks whose key differs between two states of the repository. */
import { nearest } from '../../graph/nearest';
import { KilnError } from '../../model/errors';
import type { Call, Command } from '../command';
import { changesBetween } from '../git/changes';
import { findRange, type Range, rangeRequest } from '../git/range';
import { runNx } from '../nx/nx-command';
import { type NxWorkspace, openWorkspace } from '../nx/workspace';
import { gatherFacts } from './facts';
import { type Reason, reasonText } from './reasons';
import { selectAffected } from './select';
import { allTasks, type Task } from './task-graph';

export const affected: Command = {
  summary: 'List exactly the tasks whose cache key differs between two states of the repository',
  words: '',
  arity: [0, 0],
  flags: {
    base: {
      type: 'string',
      value: '<revision>',
      description: 'compare with this; default: NX_BASE, defaultBase, main',
    },
    head: {
      type: 'string',
      value: '<revision>',
      description: 'this side; default: NX_HEAD, else the files on disk with what is not committed',
    },
    target: {
      type: 'string',
      short: 't',
      multiple: true,
      value: '<name,…>',
      description: 'only tasks of these targets; default: all that are cached',
    },
    explain: { type: 'boolean', description: 'say why each task is in the list' },
    json: { type: 'boolean', description: 'print JSON, with reasons' },
    run: { type: 'boolean', description: 'let Nx run exactly these tasks; what stands behind -- goes to Nx' },
  },
  async run(call) {
    const workspace = await openWorkspace(call.cwd);
    const targets = targetList(call.flags.target, workspace);
    const flag = (name: string) => call.flags[name] as string | undefined;
    const { nxJson } = workspace;
    const request = rangeRequest(
      { base: flag('base'), head: flag('head') },
      call.env,
      nxJson.defaultBase ?? nxJson.affected?.defaultBase,
    );
    const range = findRange(workspace.root, request);
    range.notes.forEach(call.note);
    const requested = ({ name, target }: Task): boolean => (targets ? targets.includes(name) : target.cache === true);
    const found = findAffected(workspace, range, requested);
    show(found, range, call);
    return call.flags.run
      ? runTasks(
          workspace,
          found.map(({ task }) => task),
          call,
        )
      : 0;
  },
};

function findAffected(workspace: NxWorkspace, range: Range, requested: (task: Task) => boolean): AffectedTask[] {
  const files = changesBetween(workspace.root, range.base, range.head).map(({ path }) => path);
  if (files.length === 0) {
    return [];
  }
  const facts = gatherFacts(workspace, range, files, requested);
  return [...selectAffected(facts)]
    .map(([id, reasons]) => ({ task: facts.tasks.get(id) as Task, reasons }))
    .filter(({ task }) => requested(task))
    .sort((a, b) => (a.task.id < b.task.id ? -1 : 1));
}

export interface AffectedTask {
  readonly task: Task;
  readonly reasons: readonly Reason[];
}

function show(found: readonly AffectedTask[], { base, head }: Range, { flags, print, note }: Call): void {
  if (flags.json) {
    const tasks = found.map(({ task: { id, project, name }, reasons }) => ({ id, project, target: name, reasons }));
    print(JSON.stringify({ base, head: head ?? null, tasks }, undefined, 2));
    return;
  }
  if (found.length === 0) {
    note('no task is affected');
  }
  for (const { task, reasons } of found) {
    print(task.id);
    if (flags.explain) {
      reasons.forEach((reason) => print(`  ${reasonText(reason)}`));
    }
  }
}

/** @throws KilnError OPTION_INVALID for a target that no project has */
function targetList(flag: Call['flags'][string], { graph }: NxWorkspace): string[] | undefined {
  if (!Array.isArray(flag)) {
    return undefined;
  }
  const names = flag.flatMap((text) => String(text).split(',')).filter(Boolean);
  const known = [...new Set([...allTasks(graph).values()].map(({ name }) => name))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new KilnError('OPTION_INVALID', `no project has a target '${unknown}'`, {
      hint: meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `targets are ${known.sort().join(', ')}`,
    });
  }
  return names;
}

/** Nx runs every target of a list for every project of another, so tasks go to it grouped: nothing more is run. */
export function groupTasks(tasks: readonly Task[]): { targets: string[]; projects: string[] }[] {
  const byTarget = new Map<string, string[]>();
  for (const { name, project } of tasks) {
    byTarget.set(name, [...(byTarget.get(name) ?? []), project]);
  }
  const groups = new Map<string, { targets: string[]; projects: string[] }>();
  for (const [target, projects] of byTarget) {
    const key = projects.join('\n');
    const group = groups.get(key) ?? { targets: [], projects };
    group.targets.push(target);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function runTasks({ root }: NxWorkspace, tasks: readonly Task[], { rest }: Call): number {
  const codes = groupTasks(tasks).map(({ targets, projects }) =>
    runNx(root, ['run-many', `--targets=${targets.join(',')}`, `--projects=${projects.join(',')}`, ...rest]),
  );
  return codes.every((code) => code === 0) ? 0 : 1;
}
