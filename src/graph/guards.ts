/** What must not run, because Nx would quietly do something else than what was asked. Pure. */
import type { TargetConfiguration } from '@nx/devkit';
import { KilnError } from '../model/errors';
import { findPlatform } from '../model/platforms';
import type { RunRequest } from './command-line';
import { PLATFORM_CONFIGURATION_NAMES } from './configurations';
import type { Problem } from './context';
import type { InferredProject } from './infer';
import { LINKS_INPUT } from './link-input';
import { nearest } from './nearest';
import type { GraphView, SelectedTask } from './selection';

const KILN = 'nx-kiln:';
/** Whether the result is for one platform; of smoke tests of wheels it is not. */
function isPerPlatform({ target: { executor, configurations } }: SelectedTask): boolean {
  return (
    executor === 'nx-kiln:freeze' || (executor === 'nx-kiln:smoke' && Object.keys(configurations ?? {}).length > 0)
  );
}

function isKiln({ target }: SelectedTask): boolean {
  return target.executor?.startsWith(KILN) === true;
}

/**
 * Nx builds the default where a configuration does not exist.
 * @throws KilnError CONFIGURATION_UNKNOWN; configurations of other plugins pass
 */
export function checkConfiguration(
  { configuration }: RunRequest,
  tasks: readonly SelectedTask[],
  graph: GraphView,
): void {
  const kiln = tasks.filter(isKiln);
  if (configuration === undefined || kiln.length === 0) {
    return;
  }
  const defined = new Set(
    Object.values(graph.nodes).flatMap(({ data }) =>
      Object.values(data.targets ?? {}).flatMap((target) => Object.keys(target.configurations ?? {})),
    ),
  );
  const lacking = kiln.find((task) => isPerPlatform(task) && !task.target.configurations?.[configuration]);
  const known = defined.has(configuration) || PLATFORM_CONFIGURATION_NAMES.includes(configuration);
  const names = [...new Set([...PLATFORM_CONFIGURATION_NAMES, ...defined])];
  const meant = suggest(configuration, names);
  if (known && !(lacking && isPlatformLike(configuration))) {
    return;
  }
  const [task] = lacking ? [lacking] : kiln;
  throw new KilnError(
    'CONFIGURATION_UNKNOWN',
    `${(task as SelectedTask).project}:${(task as SelectedTask).name} has no configuration '${configuration}'`,
    {
      lines: [
        ...(meant.length > 0 ? [`did you mean ${meant.map((name) => `'${name}'`).join(' or ')}?`] : []),
        'Nx would build the default configuration without a word',
      ],
      hint: configuration.includes(',')
        ? 'one configuration per run: run Nx once for each platform'
        : `configurations for platforms are ${PLATFORM_CONFIGURATION_NAMES.join(', ')}`,
    },
  );
}

function suggest(word: string, names: readonly string[]): string[] {
  const alias = findPlatform(word)?.id;
  return [...new Set([...(alias ? [alias] : []), ...nearest(word, names)])].slice(0, 3);
}

/** A platform's name, another spelling of one, or a typing error of one. */
function isPlatformLike(word: string): boolean {
  return findPlatform(word) !== undefined || nearest(word, PLATFORM_CONFIGURATION_NAMES).length > 0;
}

/**
 * A user's `targetDefaults` replace inferred arrays: an input that is lost is a wrong hit later.
 * @param inferred what Kiln inferred, by folder
 * @throws KilnError INPUTS_OVERRIDDEN naming the target, what is missing and how to keep it
 */
export function checkInputs(
  tasks: readonly SelectedTask[],
  graph: GraphView,
  inferred: ReadonlyMap<string, { readonly node: InferredProject }>,
): void {
  for (const task of tasks.filter(isKiln)) {
    const data = graph.nodes[task.project]?.data;
    const node = data && inferred.get(data.root)?.node;
    const target = node?.targets?.[task.name];
    // A task that is not cached cannot be a wrong hit; one that Kiln did not infer is its author's.
    if (!data || !node || !target || target.executor !== task.target.executor || task.target.cache !== true) {
      continue;
    }
    const missing = missingParts(task.target, target);
    const lacking = Object.keys(node.namedInputs ?? {})
      .map((name) => ({ name, missing: missingFrom(data.namedInputs?.[name], node.namedInputs?.[name]) }))
      .find((named) => named.missing.length > 0);
    if (missing.length > 0) {
      const fields = [...new Set(missing.map(([field]) => field))];
      throw new KilnError(
        'INPUTS_OVERRIDDEN',
        `${task.project}:${task.name} lost ${fields.join(' and ')} that Kiln inferred`,
        {
          lines: missing.map(([field, text]) => `missing in ${field}: ${text}`),
          hint: `add "..." to ${fields.map((field) => `"${field}"`).join(' and ')} of '${task.name}' in nx.json's targetDefaults (or project.json), for example "${fields[0]}": ["...", <yours>]`,
        },
      );
    }
    if (lacking) {
      throw new KilnError('INPUTS_OVERRIDDEN', `${task.project} has a namedInput '${lacking.name}' that lacks files`, {
        lines: lacking.missing.map((text) => `missing: ${text}`),
        hint: `that name belongs to nx-kiln: rename yours`,
      });
    }
  }
}

function missingParts(actual: TargetConfiguration, inferred: TargetConfiguration): [string, string][] {
  return (['inputs', 'dependsOn', 'outputs'] as const).flatMap((field) =>
    missingFrom(actual[field], inferred[field]).map((text): [string, string] => [field, text]),
  );
}

function missingFrom(actual: readonly unknown[] | undefined, inferred: readonly unknown[] = []): string[] {
  const there = new Set((actual ?? []).map(canonical));
  return inferred.map(canonical).filter((entry) => !there.has(entry));
}

/** Nx may reorder keys, and writes a single project name as a list. */
function canonical(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) {
    return String(entry);
  }
  const sorted = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    Object.fromEntries(sorted.map(([key, value]) => [key, key === 'projects' ? [value].flat() : value])),
  );
}

/**
 * A graph that a daemon keeps does not know of a link that has come, gone, or leads elsewhere: Nx tells it nothing of those.
 * @param inferred what is there now, by folder
 * @throws KilnError GRAPH_OUTDATED naming the project and a link
 */
export function checkLinks(
  graph: GraphView,
  inferred: ReadonlyMap<string, { readonly node: Pick<InferredProject, 'namedInputs'> }>,
): void {
  for (const [project, { data }] of Object.entries(graph.nodes)) {
    const known = linksOf(data);
    const now = linksOf(inferred.get(data.root)?.node);
    if (inferred.has(data.root) && known.join() !== now.join()) {
      const changed = [...known, ...now].filter((link) => known.includes(link) !== now.includes(link));
      throw new KilnError(
        'GRAPH_OUTDATED',
        `the project graph of Nx does not know how the links of ${project} are now`,
        {
          lines: [...new Set(changed)].map((link) => `changed: ${link.replace('{workspaceRoot}/', '')}`),
          hint: 'run the same command again: the daemon of Nx hears of links to folders too late. If it stays, run `npx nx reset` before',
        },
      );
    }
  }
}

function linksOf(data: { readonly namedInputs?: Readonly<Record<string, readonly unknown[]>> } | undefined): string[] {
  return (data?.namedInputs?.[LINKS_INPUT] ?? []).map(String);
}

/**
 * @param problems by folder: broken manifests, wrong [tool.kiln]
 * @throws KilnError of the first selected Kiln task whose project has one
 */
export function checkProblems(
  tasks: readonly SelectedTask[],
  graph: GraphView,
  problems: ReadonlyMap<string, Problem>,
): void {
  for (const { project, target } of tasks.filter(isKiln)) {
    // The closure serves the other projects of the lock too.
    const problem =
      target.executor === 'nx-kiln:closure' ? undefined : problems.get(graph.nodes[project]?.data.root ?? '');
    if (problem) {
      const { code, message, lines, hint } = problem;
      throw new KilnError(code, message, { lines: [...lines, `needed by ${project}`], ...(hint ? { hint } : {}) });
    }
  }
}
