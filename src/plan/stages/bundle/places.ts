import type { Platform } from '../../../model/platforms';
import { minorOf, parsePython } from '../../../model/pythons';
import { RUNTIME_EXCLUDE, RUNTIME_INCLUDE } from './runtime-parts';

/** What `stdlib=trimmed` kept for whom and what it left out; lies beside the manifest. */
export const TRIMMED = 'stdlib-trimmed.txt';

/** Where things lie in a bundle of one cell; all paths relative to the bundle, below `runtime/` as in the runtime's folder. */
export interface Places {
  /** `.exe` on Windows. */
  readonly suffix: '' | '.exe';
  /** Copy of the launcher that is `sys.executable`, by its name in `runtime/`. */
  readonly interpreter: string;
  /** Shared library of Python. */
  readonly library: string;
  readonly stdlib: string;
  /** Extension modules of the standard library. */
  readonly dynload: string;
  /** Parts of the runtime's folder that a bundle takes, and what it leaves out of them. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** @param python tag: `cp314` */
export function placesOf({ os }: Pick<Platform, 'os'>, python: string): Places {
  const version = parsePython(python);
  if (!version) {
    throw new Error(`not a python tag: ${python}`);
  }
  const minor = minorOf(version);
  const parts = { include: RUNTIME_INCLUDE[os], exclude: RUNTIME_EXCLUDE[os] };
  if (os === 'windows') {
    const library = `runtime/python${version.major}${version.minor}.dll`;
    const folders = { stdlib: 'runtime/Lib', dynload: 'runtime/DLLs' };
    return { suffix: '.exe', interpreter: 'python.exe', library, ...folders, ...parts };
  }
  const library = os === 'macos' ? `libpython${minor}.dylib` : `libpython${minor}.so.1.0`;
  const stdlib = `runtime/lib/python${minor}`;
  return {
    suffix: '',
    interpreter: 'python',
    library: `runtime/lib/${library}`,
    stdlib,
    dynload: `${stdlib}/lib-dynload`,
    ...parts,
  };
}
