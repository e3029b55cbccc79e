/** `nx start`: an application from its sources. */
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import { StartOptions } from '../../model/options/everyday';
import { startSurroundings } from '../../plan/everyday/surroundings';
import type { PythonProject } from '../../project/types';
import { makeEnvironment } from '../environment';
import type { Session } from '../session';
import { choosePython, readSubject } from '../subject';
import { checkShared } from './everyday';
import { runForeground } from './foreground';
import { parseWords } from './parse-words';
import { projectEnvironment } from './project-environment';
import { openRunFolder } from './run-folder';

/** @throws KilnError ENTRY_POINT_MISSING, APP_FAILED with the application's exit code */
export async function start(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(StartOptions, raw, 'nx-kiln:start');
  checkShared({ ...options, passEnv: [] }, session);
  const subject = readSubject(session);
  const script = chooseScript(subject.project, options.script);
  const environment =
    options.environment === 'project'
      ? projectEnvironment(subject, session)
      : await makeEnvironment(
          subject,
          {
            purpose: 'build',
            python: choosePython(subject, session, options.python),
            libraries: subject.libraries,
            importsProject: true,
          },
          session,
        );
  const run = openRunFolder(environment);
  try {
    const code = await runForeground({
      file: join(environment.folder, 'bin', script),
      args: options.args,
      cwd: join(session.workspaceRoot, session.projectRoot),
      env: startSurroundings({ environment: environment.folder, run: run.path, user: session.env }),
    });
    if (code !== 0 && !session.signal.aborted) {
      throw new KilnError('APP_FAILED', `${script} ended with ${code}`);
    }
  } finally {
    run.dispose();
  }
}

/**
 * The option, else the only script, else the one named like the project.
 * @throws KilnError ENTRY_POINT_MISSING
 */
export function chooseScript(
  { name, normalizedName, scripts, guiScripts, file }: PythonProject,
  wanted: string | undefined,
): string {
  const names = Object.keys({ ...scripts, ...guiScripts }).sort();
  const found =
    wanted === undefined
      ? names.length === 1
        ? names[0]
        : names.find((script) => script === name || script === normalizedName)
      : names.find((script) => script === wanted);
  if (found !== undefined) {
    return found;
  }
  const what = wanted === undefined ? `${names.length} scripts and none is named like it` : `no script '${wanted}'`;
  throw new KilnError('ENTRY_POINT_MISSING', `${name} has ${names.length === 0 ? 'no scripts' : what}`, {
    hint:
      names.length === 0
        ? `add [project.scripts] to ${file}, for example ${normalizedName} = "package.module:main"`
        : `set script to one of: ${names.join(', ')}`,
  });
}
