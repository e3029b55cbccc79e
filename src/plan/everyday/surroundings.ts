/** The environment variables that a tool of everyday work sees. Pure: an allow-list, so that a kept result is true. */
import { delimiter, join } from 'node:path';

export interface Surroundings {
  /** Absolute folder of the Python environment. */
  readonly environment: string;
  /** Private folder of this run: `home`, `tmp` and `pycache` are in there. */
  readonly run: string;
  /** The user's own variables. */
  readonly user: NodeJS.ProcessEnv;
  /** Names of those that the tool sees. */
  readonly passEnv: readonly string[];
  /** Whether output goes to somebody who sees colours. */
  readonly colour: boolean;
}

/** Programs that are no part of the environment come from here, whatever the user's PATH is. */
const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
/** Without these, programs do not start on Windows. */
const WINDOWS = ['SYSTEMROOT', 'SystemRoot', 'COMSPEC', 'PATHEXT', 'WINDIR', 'windir', 'NUMBER_OF_PROCESSORS'];

/**
 * Time zone and language are fixed, because tests see them; `passEnv` gives the user's own.
 * @returns the whole environment
 */
export function surroundings({ environment, run, user, passEnv, colour }: Surroundings): Record<string, string> {
  const home = join(run, 'home');
  const passed = passEnv.filter((name) => name !== 'PATH' && user[name] !== undefined);
  const path = passEnv.includes('PATH') && user.PATH ? user.PATH.split(delimiter) : SYSTEM_PATH;
  return {
    PATH: [join(environment, 'bin'), join(run, 'bin'), ...path].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    TMPDIR: join(run, 'tmp'),
    TEMP: join(run, 'tmp'),
    TMP: join(run, 'tmp'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    VIRTUAL_ENV: environment,
    PYTHONNOUSERSITE: '1',
    // Bytecode never lies beside sources: what a former run left there could be stale, what this one leaves would be seen.
    PYTHONPYCACHEPREFIX: join(run, 'pycache'),
    ...(colour ? { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', TERM: user.TERM ?? 'xterm-256color' } : { TERM: 'dumb' }),
    ...(process.platform === 'win32' ? pick(user, WINDOWS) : {}),
    ...pick(user, passed),
  };
}

/** Settings of the user's own Pythons: they would lead an application away from its environment. */
const OTHER_PYTHON =
  /^(PYTHON(HOME|PATH|STARTUP|USERBASE|EXECUTABLE|PLATLIBDIR|INSPECT)|__PYVENV_LAUNCHER__|CONDA_PREFIX)$/;

/**
 * What an application that is started from its sources sees: nothing of it is kept, so the user's whole shell, with the
 * environment's programs first.
 */
export function startSurroundings({
  environment,
  run,
  user,
}: Pick<Surroundings, 'environment' | 'run' | 'user'>): Record<string, string> {
  const kept = Object.keys(user).filter((name) => !OTHER_PYTHON.test(name));
  return {
    ...pick(user, kept),
    PATH: [join(environment, 'bin'), ...(user.PATH ? [user.PATH] : SYSTEM_PATH)].join(delimiter),
    VIRTUAL_ENV: environment,
    PYTHONNOUSERSITE: '1',
    PYTHONPYCACHEPREFIX: join(run, 'pycache'),
  };
}

function pick(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] as string]])));
}

/** Whether lines reach somebody who sees colours. Nx says so by FORCE_COLOR where it stands in between. */
export function wantsColour(user: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const force = user.FORCE_COLOR;
  if (user.NO_COLOR) {
    return false;
  }
  return force === undefined || force === '' ? isTerminal && user.TERM !== 'dumb' : force !== '0' && force !== 'false';
}
