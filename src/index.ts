/** The Nx plugin. It is loaded by every Nx command: what is heavy is loaded where it is needed. */
export const name = 'nx-kiln';
export { preTasksExecution } from './graph/before-tasks';
export { createDependencies, createNodes, createNodes as createNodesV2 } from './graph/nodes';
