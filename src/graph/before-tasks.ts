/** The hook that Nx calls before it runs anything: the thin edge of the guards. */
import type { PreTasksExecution } from '@nx/devkit';
import { formatError, KilnError } from '../model/errors';
import { parseRun } from './command-line';
import { checkConfiguration, checkInputs, checkLinks, checkProblems } from './guards';
import { inferAt, latest, recallAt } from './nodes';
import { type KilnPluginOptions, readPluginOptions } from './plugin-options';
import { type GraphView, selectTasks } from './selection';

/** @throws Error with the formatted KilnError: Nx prints the message and ends with status 1 */
export const preTasksExecution: PreTasksExecution<KilnPluginOptions> = (rawOptions, { argv, workspaceRoot }) => {
  const known = latest(workspaceRoot);
  const graph = known?.graph ?? readGraph();
  const targets = Object.fromEntries(
    Object.entries(graph.nodes).map(([project, { data }]) => [project, Object.keys(data.targets ?? {})]),
  );
  const request = parseRun(argv, targets);
  const tasks = request ? selectTasks(request, graph) : [];
  if (!request || !tasks.some(({ target }) => target.executor?.startsWith('nx-kiln:'))) {
    return;
  }
  const projects = Object.values(graph.nodes).map(({ data }) => data);
  const options = readPluginOptions(rawOptions);
  // Looked at anew, also where this process made the graph: a daemon may have made it long ago.
  const inferred = recallAt(options, workspaceRoot) ?? inferAt(projects, options, workspaceRoot);
  try {
    checkConfiguration(request, tasks, graph);
    checkLinks(graph, inferred.projects);
    checkInputs(tasks, graph, inferred.projects);
    checkProblems(tasks, graph, inferred.problems);
  } catch (error) {
    throw error instanceof KilnError ? new Error(formatError(error)) : error;
  }
};

/** Only where this process did not make the graph: @nx/devkit costs 0.3 s of CPU to load. */
function readGraph(): GraphView {
  const { readCachedProjectGraph } = require('@nx/devkit') as typeof import('@nx/devkit');
  return readCachedProjectGraph();
}
