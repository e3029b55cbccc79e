import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { failedItems, run } from '../engine/run';
import type { InputTree, RunResult, Toolchain } from '../engine/types';
import { helperFailure } from '../plan/stages/bundle/helper-failures';
import { syntaxError } from '../plan/stages/bytecode/syntax-errors';
import { fetchFailure } from '../plan/stages/third-party/fetch-failures';
import { textInput } from '../plan/text-tree';
import type { PlannedBuild, ProjectSources } from '../plan/types';
import type { PackageIndex } from '../project/indexes';
import { fetchEnvironment } from '../toolchain/fetch-env';
import type { Session } from './session';

export interface PlanRun {
  readonly planned: PlannedBuild;
  readonly toolchains: Readonly<Record<string, Toolchain>>;
  readonly inputs: readonly InputTree[];
  /** Where the workspace says that packages are to be had. */
  readonly indexes?: readonly PackageIndex[];
  /** Projects whose sources are compiled, to name a failing file as the user knows it. */
  readonly projects: readonly ProjectSources[];
  /** See RunRequest. */
  readonly checked: boolean;
}

/** Hands a plan to the engine; failures of known tools come back in words of Python. */
export async function runPlan(
  { planned, toolchains, inputs, indexes = [], projects, checked }: PlanRun,
  session: Session,
): Promise<RunResult> {
  try {
    return await run(
      {
        plan: planned.plan,
        toolchains,
        inputs: [...inputs, ...planned.texts.map(textInput)],
        fetchEnv: {
          ...fetchEnvironment(session.env, { workspaceIndexes: indexes, isFile: existsSync }),
          ...(session.tools.offline ? { UV_OFFLINE: '1' } : {}),
        },
        onEvent: (event) => session.reporter.onEvent(event),
        signal: session.signal,
        cores: session.cores,
        checked,
      },
      session.store,
    );
  } catch (error) {
    const items = failedItems(error);
    throw items
      ? syntaxError(items, (path) => locate(path, projects))
      : (fetchFailure(error) ?? helperFailure(error) ?? error);
  }
}

/** Workspace-relative file of a path on `sys.path`; the path itself where no project has it (boot.py). */
function locate(path: string, projects: readonly ProjectSources[]): string {
  const owner = projects.find(({ paths }) => paths.includes(path))?.project;
  const module = owner?.modules.find((m) => {
    const at = posix.relative(m.sourceRoot, m.path);
    return path === at || path.startsWith(`${at}/`);
  });
  return module ? posix.join(module.sourceRoot, path) : path;
}
