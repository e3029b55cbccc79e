/** The hook that Nx calls before it runs anything: the thin edge of the guards. */
import { posix } from 'node:path';
import type { PreTasksExecution } from '@nx/devkit';
import { formatError, KilnError } from '../model/errors';
import { parseRun } from './command-line';
import { checkConfiguration, checkInputs, checkProblems } from './guards';
import { inferAt } from './nodes';
import { type KilnPluginOptions, readPluginOptions } from './plugin-options';
import { type GraphView, selectTasks } from './selection';

/** @throws Error with the formatted KilnError: Nx prints the message and ends with status 1 */
export const preTasksExecution: PreTasksExecution<KilnPluginOptions> = (rawOptions, { argv, workspaceRoot }) => {
  const graph = readGraph();
  const known = Object.fromEntries(
    Object.entries(graph.nodes).map(([project, { data }]) => [project, Object.keys(data.targets ?? {})]),
  );
  const request = parseRun(argv, known);
  const tasks = request ? selectTasks(request, graph) : [];
  if (!request || !tasks.some(({ target }) => target.executor?.startsWith('nx-kiln:'))) {
    return;
  }
  const manifests = Object.values(graph.nodes).map(({ data }) => posix.join(data.root, 'pyproject.toml'));
  const inferred = inferAt(manifests, readPluginOptions(rawOptions), workspaceRoot);
  try {
    checkConfiguration(request, tasks, graph);
    checkInputs(tasks, graph, inferred.projects);
    checkProblems(tasks, graph, inferred.problems);
  } catch (error) {
    throw error instanceof KilnError ? new Error(formatError(error)) : error;
  }
};

/** The graph that this very run uses; Nx has just written it. */
function readGraph(): GraphView {
  const { readCachedProjectGraph } = require('@nx/devkit') as typeof import('@nx/devkit');
  return readCachedProjectGraph();
}
