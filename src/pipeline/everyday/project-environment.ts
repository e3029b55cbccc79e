/** The environment that a project has by itself: nobody knows what is in it, so nothing that runs there is kept. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import type { PythonEnvironment } from '../environment';
import type { Session } from '../session';
import type { Subject } from '../subject';

/**
 * `.venv` of the project, else that of its lock's folder, else the active one.
 * @throws KilnError TOOL_MISSING where there is none
 */
export function projectEnvironment(
  { project, scope }: Pick<Subject, 'project' | 'scope'>,
  { workspaceRoot, env }: Pick<Session, 'workspaceRoot' | 'env'>,
): PythonEnvironment {
  const folders = [
    join(workspaceRoot, project.root, '.venv'),
    ...(scope ? [join(workspaceRoot, scope.root, '.venv')] : []),
    ...(env.VIRTUAL_ENV ? [env.VIRTUAL_ENV] : []),
  ];
  const folder = folders.find((candidate) => existsSync(join(candidate, 'pyvenv.cfg')));
  if (folder === undefined) {
    throw new KilnError('TOOL_MISSING', `${project.name} has no environment of its own`, {
      lines: [...new Set(folders)].map((candidate) => `looked for ${candidate}`),
      hint: 'make it with the project’s manager (`uv sync`, `poetry install`), activate one, or leave environment out',
    });
  }
  return { folder, python: join(folder, 'bin', 'python'), version: versionOf(folder), bytecode: [] };
}

/** venv writes `version`, virtualenv and uv `version_info`. */
function versionOf(folder: string): string {
  const text = readFileSync(join(folder, 'pyvenv.cfg'), 'utf8');
  return /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(text)?.[1] ?? '3';
}
