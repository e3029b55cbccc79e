/** The environment of every command in a story: the user's settings of package clients stay, everything else is private. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Names that would make a story depend on how the tests were started. */
const DROPPED =
  /^(CI|GITHUB_ACTIONS|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|INIT_CWD|VIRTUAL_ENV|JEST_.*|NX_.*|KILN_.*|npm_.*)$/;

export interface Folders {
  readonly home: string;
  readonly nx: string;
  readonly kilnCache: string;
}

/** What must be asked of the real home before the home is replaced. Absolute paths. */
export interface UserSettings {
  readonly npmUserConfig: string;
  readonly npmCache: string;
  /** Absent without go. */
  readonly goModCache?: string;
}

/** Pure but for looking whether a configuration folder exists. */
export function storyEnvironment(
  user: NodeJS.ProcessEnv,
  settings: UserSettings,
  { home, nx, kilnCache }: Folders,
): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(user).filter(([name]) => !DROPPED.test(name)));
  const config = user.XDG_CONFIG_HOME ?? join(homedir(), '.config');
  return {
    ...kept,
    HOME: home,
    // pip, uv and go keep their index settings there.
    ...(existsSync(config) ? { XDG_CONFIG_HOME: config } : {}),
    ...(settings.goModCache ? { GOMODCACHE: settings.goModCache } : {}),
    NPM_CONFIG_USERCONFIG: settings.npmUserConfig,
    NPM_CONFIG_CACHE: settings.npmCache,
    NPM_CONFIG_LOGLEVEL: 'error',
    NX_CACHE_DIRECTORY: join(nx, 'cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(nx, 'data'),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
    KILN_CACHE_DIR: kilnCache,
  };
}
