/** What was inferred, in the form that is kept between runs of Nx. */
import { createHash } from 'node:crypto';
import type { CreateNodesResult } from '@nx/devkit';
import type { PythonWorkspace } from '../../project/workspace';
import type { Problem, Surroundings } from '../context';
import type { Inferred, InferredProject } from '../infer';
import type { KilnPluginOptions } from '../plugin-options';

export type NodeResults = [string, CreateNodesResult][];

export interface KeptNodes {
  /** What Nx gets, external nodes included. */
  readonly results: NodeResults;
  /** Folder and Nx name. */
  readonly names: readonly (readonly [string, string])[];
  readonly problems: readonly (readonly [string, Problem])[];
}

/**
 * What the result depends on besides the disk: Kiln itself, nx.json's options, the host.
 * @param plugin hash of what is installed
 */
export function surroundingsKey(plugin: string, options: KilnPluginOptions, { host, commands }: Surroundings): string {
  const programs = [commands.runners, commands.sources?.([]), commands.files?.('', [])];
  return digest([plugin, options, host, programs]);
}

/** @param files workspace-relative, as Nx found them */
export function nodesKey(surroundings: string, files: readonly string[]): string {
  return `${surroundings}|${digest(files)}`;
}

export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** @param read reads the workspace; only what looks for edges needs it */
export function restore({ results, names, problems }: KeptNodes, read: () => PythonWorkspace): Inferred {
  let workspace: PythonWorkspace | undefined;
  const projects = results.flatMap(([file, result]) =>
    Object.entries(result.projects ?? {}).map(
      ([root, node]) => [root, { file, node: node as InferredProject }] as const,
    ),
  );
  return {
    projects: new Map(projects),
    names: new Map(names),
    problems: new Map(problems),
    get workspace() {
      workspace ??= read();
      return workspace;
    },
  };
}
