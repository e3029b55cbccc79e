/** A workspace as texts, and what its imports mean. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { memoryDisk } from '../../project/disk';
import { readWorkspace } from '../../project/workspace';
import type { UsesRequest } from './uses';

/** Writes the sources to a temporary folder (they are read by bytes) and calls back with what Nx would give. */
export function withWorkspace<T>(files: Readonly<Record<string, string>>, use: (request: UsesRequest) => T): T {
  const workspaceRoot = mkdtempSync(join(tmpdir(), 'kiln-imports-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(workspaceRoot, file)), { recursive: true });
      writeFileSync(join(workspaceRoot, file), text);
    }
    return use(requestFor(files, workspaceRoot));
  } finally {
    rmSync(workspaceRoot, { recursive: true, force: true });
  }
}

export function requestFor(files: Readonly<Record<string, string>>, workspaceRoot: string): UsesRequest {
  const disk = memoryDisk(files);
  const manifests = Object.keys(files).filter((file) => posix.basename(file) === 'pyproject.toml');
  const workspace = readWorkspace(manifests, disk);
  const roots = workspace.projects.map(({ root }) => root);
  // Nx gives a file to the nearest project above it.
  const owner = (file: string): string | undefined =>
    roots.filter((root) => root === '.' || file.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0];
  const hashed = Object.entries(files).map(([file, text]) => ({
    file,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
  }));
  return { workspace, disk, workspaceRoot, filesOf: (root) => hashed.filter(({ file }) => owner(file) === root) };
}
