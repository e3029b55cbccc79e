/** uv workspaces: which folders are members of which. */
import { posix } from 'node:path';
import { matchGlob } from './globs';
import type { Manifest } from './manifests/pyproject';

/** The uv workspace that a folder is a member of: its own, else the nearest above whose globs take it. */
export function hubOf(root: string, hubs: readonly Manifest[]): Manifest | undefined {
  return hubs.filter((hub) => isMember(root, hub)).sort((a, b) => b.root.length - a.root.length)[0];
}

function isMember(root: string, { root: hub, workspace }: Manifest): boolean {
  if (root === hub) {
    return true;
  }
  const below = posix.relative(hub, root);
  if (below.startsWith('..') || !workspace) {
    return false;
  }
  const matches = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchGlob(pattern)(below));
  return matches(workspace.members) && !matches(workspace.exclude);
}
