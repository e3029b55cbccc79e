/** What an action is started with: folders in place of toolchains, the whole environment, a line that a person can copy. */
import { fillToolchains } from '../keys';
import type { Action } from '../types';

/** The only variables that are set besides the action's own; `PWD` is the sandbox root. The action's own values win. */
export interface FixedFolders {
  /** Sandbox root. */
  readonly work: string;
  readonly home: string;
  readonly temporary: string;
}

/** Programs that are not toolchains come from here, whatever the user's PATH is. */
export const SYSTEM_PATH = '/usr/bin:/bin:/usr/sbin:/sbin';

export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * @param folderOf folder of a toolchain as the action sees it
 * @param fetchEnv the user's settings for fetching; reach the action only when it is a fetch action
 * @throws Error (a bug in the plan) on an empty argv
 */
export function commandOf(
  action: Action,
  folderOf: (name: string) => string,
  folders: FixedFolders,
  fetchEnv: Readonly<Record<string, string>>,
): Command {
  const [file, ...args] = action.argv.map((word) => fillToolchains(word, folderOf));
  if (file === undefined) {
    throw new Error(`${action.label}: an action without a command`);
  }
  return {
    argv: [file, ...args],
    env: {
      PATH: SYSTEM_PATH,
      HOME: folders.home,
      TMPDIR: folders.temporary,
      PWD: folders.work,
      ...(action.needs.network === 'fetch' ? fetchEnv : {}),
      ...Object.fromEntries(Object.entries(action.env).map(([name, value]) => [name, fillToolchains(value, folderOf)])),
    },
  };
}

/** `env K=V … argv` for a POSIX shell, with the host's toolchain folders; what only fetching needs is left out. */
export function copyableCommand(action: Action, folderOf: (name: string) => string): string {
  const assignments = Object.entries(action.env).map(
    ([name, value]) => `${name}=${quoteWord(fillToolchains(value, folderOf))}`,
  );
  const words = action.argv.map((word) => quoteWord(fillToolchains(word, folderOf)));
  return ['env', ...assignments, ...words].join(' ');
}

/** A word as a POSIX shell reads it back unchanged. */
export function quoteWord(word: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
