/** uv workspaces: which folders are members of which. */
import { posix } from 'node:path';
import { matchGlob } from './globs';
import type { Manifest } from './manifests/pyproject';

/** The root of a uv workspace, as far as membership goes. */
export type Hub = Pick<Manifest, 'root' | 'workspace'>;

/** The uv workspace that a folder is a member of: its own, else the nearest above whose globs take it. */
export function hubOf<T extends Hub>(root: string, hubs: readonly T[]): T | undefined {
  return hubs.filter((hub) => isMember(root, hub)).sort((a, b) => b.root.length - a.root.length)[0];
}

type Matches = (below: string) => boolean;

/** A thousand projects ask each workspace; its patterns are compiled once. */
const COMPILED = new WeakMap<object, Matches>();

function isMember(root: string, { root: hub, workspace }: Hub): boolean {
  if (root === hub) {
    return true;
  }
  const below = posix.relative(hub, root);
  return !below.startsWith('..') && workspace !== undefined && compiled(workspace)(below);
}

function compiled(workspace: NonNullable<Hub['workspace']>): Matches {
  const known = COMPILED.get(workspace);
  if (known) {
    return known;
  }
  const [members, exclude] = [workspace.members, workspace.exclude].map((list) => list.map((p) => matchGlob(p)));
  const matches: Matches = (below) =>
    members?.some((fits) => fits(below)) === true && exclude?.some((fits) => fits(below)) !== true;
  COMPILED.set(workspace, matches);
  return matches;
}
