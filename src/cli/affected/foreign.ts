/** Tasks that are not Kiln's: Nx itself says which of them changed files reach. */
import { KilnError } from '../../model/errors';
import type { Range } from '../git/range';
import { askNx, installedNx, jsonOf } from '../nx/nx-command';
import type { NxWorkspace } from '../nx/workspace';
import { NPM_FILES } from './npm-lock';
import type { Reason } from './reasons';
import type { Task } from './task-graph';

/**
 * Own reasons of foreign tasks, by id; what reaches them through another task's results is left to the caller.
 * Nx 24 answers by task, Nx 23 by project.
 * @param tasks the foreign tasks that matter
 * @param files changed files
 * @throws KilnError GRAPH_FAILED where Nx gives no answer
 */
export function askForeign(
  { root }: Pick<NxWorkspace, 'root'>,
  tasks: readonly Task[],
  files: readonly string[],
  range: Range,
): Map<string, readonly Reason[]> {
  if (tasks.length === 0 || files.length === 0) {
    return new Map();
  }
  return installedNx(root).major >= 24 ? byTask(root, tasks, range) : byProject(root, tasks, files, range);
}

function revisions({ base, head }: Range): string[] {
  return [`--base=${base}`, ...(head === undefined ? [] : [`--head=${head}`])];
}

/** Of `nx affected --explain`: what stands in `affected` and, for tasks on the way, in `upstream`. */
interface Explanation {
  readonly affected: Readonly<Record<string, readonly NxReason[]>>;
  readonly upstream: Readonly<Record<string, readonly NxReason[]>>;
}
interface NxReason {
  readonly kind: string;
  readonly file?: string;
  readonly package?: string;
}

function byTask(root: string, tasks: readonly Task[], range: Range): Map<string, readonly Reason[]> {
  const targets = [...new Set(tasks.map(({ name }) => name))].join(',');
  const args = ['affected', `--targets=${targets}`, '--explain=stdout', ...revisions(range)];
  // Task by task also where the workspace wants `nx affected` to go by project.
  const { affected, upstream } = ask(root, args, { NX_LEGACY_AFFECTED: 'false' }) as Explanation;
  return new Map(
    tasks.flatMap(({ id }): [string, readonly Reason[]][] => {
      const reasons = readReasons(affected[id] ?? upstream[id] ?? []);
      return reasons.length > 0 ? [[id, reasons]] : [];
    }),
  );
}

/** Kiln's own files are no configuration of a project that has no Python. */
const KILN_FILES = /(^|\/)(uv\.lock|poetry\.lock|pdm\.lock|pylock(\.[^/]+)?\.toml|kiln\.json|\.python-version)$/;

export function readReasons(reasons: readonly NxReason[]): Reason[] {
  return reasons.flatMap((reason): Reason[] => {
    const { kind, file, package: name } = reason;
    if (kind === 'dependent-output') {
      return [];
    }
    if (kind === 'input-file' && file !== undefined) {
      return [{ kind: 'file', file }];
    }
    if (/project-configuration$/.test(kind) && file !== undefined && KILN_FILES.test(file)) {
      return [];
    }
    return [{ kind: 'nx', detail: [kind, name, file].filter((part) => part !== undefined).join(' ') }];
  });
}

function byProject(
  root: string,
  tasks: readonly Task[],
  files: readonly string[],
  range: Range,
): Map<string, readonly Reason[]> {
  const isNpm = files.some((file) => (NPM_FILES as readonly string[]).includes(file));
  const seen = files.filter((file) => !KILN_FILES.test(file));
  const asked = isNpm ? [revisions(range)] : batches(seen).map((batch) => [`--files=${batch.join(',')}`]);
  const projects = new Set(
    asked.flatMap((args) => ask(root, ['show', 'projects', '--affected', '--json', ...args], {}) as string[]),
  );
  return new Map(
    tasks
      .filter(({ project }) => projects.has(project))
      .map(({ id, project }) => [id, [{ kind: 'nx', detail: `project ${project} is affected` }]]),
  );
}

/** One argument may have 128 kB on Linux, a whole command line 32 kB on Windows. */
const MOST_CHARACTERS = 24_000;

export function batches(files: readonly string[]): string[][] {
  const all: string[][] = [];
  let size = MOST_CHARACTERS;
  for (const file of files) {
    if (size + file.length + 1 > MOST_CHARACTERS) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(file);
    size += file.length + 1;
  }
  return all;
}

function ask(root: string, args: readonly string[], env: Readonly<Record<string, string>>): unknown {
  const { status, stdout, stderr } = askNx(root, args, env);
  try {
    if (status === 0) {
      return jsonOf(stdout);
    }
  } catch {
    // Said below, with what Nx printed.
  }
  throw new KilnError('GRAPH_FAILED', `\`nx ${args.join(' ')}\` gave no answer (status ${status})`, {
    lines: `${stdout}\n${stderr}`.trim().split('\n').slice(-15),
    hint: 'ask only for targets of Python projects with -t, or make that command work',
  });
}
