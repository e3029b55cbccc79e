/** The Nx plugin. It is loaded by every Nx command: what is heavy is loaded where it is needed. */
import type { PreTasksExecution } from '@nx/devkit';
import type { KilnPluginOptions } from './graph/plugin-options';

export const name = 'nx-kiln';
export { createDependencies, createNodes, createNodes as createNodesV2 } from './graph/nodes';

/** Nx calls it only where tasks run. */
export const preTasksExecution: PreTasksExecution<KilnPluginOptions> = (options, context) => {
  const { preTasksExecution: check } = require('./graph/before-tasks') as typeof import('./graph/before-tasks');
  return check(options, context);
};
