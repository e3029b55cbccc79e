/** Where Nx keeps what it knows of a workspace, and Kiln what belongs to that. */
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** As `workspaceDataDirectoryForWorkspace` of Nx 23 and 24 says. */
export function dataFolder(workspaceRoot: string): string {
  const configured = process.env.NX_WORKSPACE_DATA_DIRECTORY ?? process.env.NX_PROJECT_GRAPH_CACHE_DIRECTORY;
  if (configured !== undefined) {
    return isAbsolute(configured) ? configured : join(workspaceRoot, configured);
  }
  const isLerna = existsSync(join(workspaceRoot, 'lerna.json')) && !existsSync(join(workspaceRoot, 'nx.json'));
  return isLerna
    ? join(workspaceRoot, 'node_modules', '.cache', 'nx-workspace-data')
    : join(workspaceRoot, '.nx', 'workspace-data');
}
