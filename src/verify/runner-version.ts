import { execFileSync } from 'node:child_process';
import { KilnError } from '../model/errors';

/**
 * What an emulator says of itself.
 * @param pattern whose first group is the version
 * @throws KilnError EMULATOR_MISSING when it does not tell
 */
export function runnerVersion(path: string, pattern: RegExp, env: Readonly<Record<string, string>>): string {
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env });
    const version = pattern.exec(said)?.[1];
    if (version) {
      return version;
    }
    throw new Error(`no version in ${JSON.stringify(said.slice(0, 200))}`);
  } catch (cause) {
    throw new KilnError('EMULATOR_MISSING', `${path} does not tell its version`, {
      hint: `run ${path} --version: the program may be damaged or for another machine`,
      cause,
    });
  }
}
