/** Runs git in a project's folder, for what a build has to know of it. The only place that starts git for a build. */
import { join } from 'node:path';
import { GIT_VARIABLES } from '../project/build-system/git-files';
import type { PythonProject } from '../project/types';
import { execute, findOnPath, type Outcome } from '../toolchain/exec';
import type { Session } from './session';

export type ProjectGit = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;

/** `undefined` where git is not on PATH. */
export function projectGit(
  { root }: Pick<PythonProject, 'root'>,
  { workspaceRoot, env, signal }: Session,
): ProjectGit | undefined {
  const [file] = findOnPath('git', env);
  const own = Object.fromEntries(
    GIT_VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] as string]])),
  );
  const cwd = join(workspaceRoot, root);
  return file === undefined
    ? undefined
    : (args, more) => execute({ file, args, cwd, env: { ...own, ...more, LC_ALL: 'C' }, signal });
}
