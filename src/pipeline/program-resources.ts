/** What a program for Windows shows of the application: read here, written by the plan's assets. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';
import type { Dress } from '../plan/assets';
import { withResources } from '../plan/stages/bundle/windows-resources';
import type { PythonProject } from '../project/types';
import { assertKeyed, refuseOutside } from './bundle-data';
import type { Session } from './session';

/**
 * @param icon the option, relative to the project
 * @returns undefined for other systems, where programs carry no such thing
 * @throws KilnError OPTION_INVALID for an icon that cannot be read or is in no key of a cached target
 */
export function dressFor(
  project: PythonProject,
  { name }: { readonly name: string },
  icon: string | undefined,
  { os }: Pick<Platform, 'os'>,
  session: Session,
): Dress | undefined {
  if (os !== 'windows') {
    return undefined;
  }
  const picture = icon === undefined ? {} : { icon: readIcon(icon, session) };
  const { version = '0', description = project.name } = project;
  return (program) =>
    withResources(program, { file: `${name}.exe`, product: project.name, description, version, ...picture });
}

function readIcon(icon: string, session: Session): { content: Buffer; path: string } {
  const path = posix.join(session.projectRoot, icon.replaceAll('\\', '/'));
  refuseOutside(path, 'icon', icon);
  const content = readOption(join(session.workspaceRoot, path), path);
  assertKeyed(path, false, `icon=${icon}`, session);
  return { content, path };
}

function readOption(file: string, path: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new KilnError('OPTION_INVALID', `icon: ${path} cannot be read`, {
      hint: 'icon is the path of an .ico file, relative to the project',
      cause,
    });
  }
}
