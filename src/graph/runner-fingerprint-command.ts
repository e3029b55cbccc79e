import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';

const SCRIPT = 'src/graph/runner-fingerprint.js';

/**
 * Command that prints what would start an artefact here. Its path is relative to the workspace's root, where Nx runs it:
 * an absolute one would make every checkout's key another one.
 */
export function runnerFingerprint(workspaceRoot: string): string {
  const installed = `node_modules/nx-kiln/dist/${SCRIPT}`;
  const path = existsSync(join(workspaceRoot, installed))
    ? installed
    : relative(workspaceRoot, join(__dirname, 'runner-fingerprint.js')).replaceAll('\\', '/');
  return `node ${quote(path)}`;
}

function quote(path: string): string {
  if (/^[\w./@+-]+$/.test(path)) {
    return path;
  }
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
