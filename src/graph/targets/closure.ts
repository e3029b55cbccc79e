/** Targets of a lock: closure on the project in its folder, lock on every member. */
import type { TargetConfiguration } from '@nx/devkit';
import { KILN_PLUGIN_NODE } from '../external-nodes';
import { workspaceInput } from '../layout';

export interface ClosureRequest {
  /** Workspace-relative lock. */
  readonly lock: string;
  /** All files that count as the lock, workspace-relative; `lock` included. */
  readonly files: readonly string[];
  /** Workspace-relative manifests of all projects that the lock is for. */
  readonly manifests: readonly string[];
  /** `.kiln/closure/root`. */
  readonly folder: string;
}

export function closureTarget({ lock, files, manifests, folder }: ClosureRequest): TargetConfiguration {
  return {
    executor: 'nx-kiln:closure',
    cache: true,
    continuous: false,
    inputs: [
      ...[...new Set([...files, ...manifests])].map((file) => workspaceInput(file)),
      { externalDependencies: [KILN_PLUGIN_NODE] },
    ],
    outputs: ['{options.outputPath}'],
    options: { lock, outputPath: folder },
    metadata: { description: `Writes what ${lock} holds for each project and purpose` },
  };
}

/**
 * Makes the lock again; writes sources, so it is never cached. Every member has it: with the lock as an input of each,
 * `nx affected` of Nx 23 selects every reader when the lock moves.
 */
export function lockTarget({ file, files }: { readonly file: string; readonly files: readonly string[] }) {
  return {
    executor: 'nx-kiln:lock',
    cache: false,
    continuous: false,
    inputs: files.map((name) => workspaceInput(name)),
    options: { lock: file },
    metadata: { description: `Makes ${file} again from the manifests` },
  } satisfies TargetConfiguration;
}
