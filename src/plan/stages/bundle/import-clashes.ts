/** Which of two modules with one name an application gets: the first on `sys.path`. Pure. */
import { KilnError } from '../../../model/errors';
import type { Places } from './places';

export interface Clashes {
  /** Modules of packages that the standard library has too: never imported, here as in any Python. */
  readonly hiddenByStdlib: readonly string[];
  /** Modules that the application and a package both have; the file decides with `joins` what is lost. */
  readonly shared: readonly SharedModule[];
}

export interface SharedModule {
  readonly name: string;
  /** Path of the application's `__init__`, where it has one. */
  readonly init?: string;
}

/** Folders that packages leave behind by accident; nobody imports them. */
const LEFT_BEHIND = new Set([
  'bin',
  'benchmarks',
  'doc',
  'docs',
  'example',
  'examples',
  'scripts',
  'test',
  'tests',
  'tools',
]);
/** Modules that are in the shared library of Python and have no file. */
const BUILT_IN =
  'array atexit binascii builtins cmath errno faulthandler gc itertools marshal math mmap pyexpat select sys time unicodedata xxsubtype zlib';
const BUILT_IN_POSIX = 'fcntl grp posix pwd readline resource syslog termios';
const BUILT_IN_WINDOWS = 'msvcrt nt winreg';
const MODULE = /^([^/.]+)(?:\.(?:py|pyc|so|pyd)|\.[^/]*\.(?:so|pyd))$/;

/**
 * @param paths below the bundle's folder
 * @throws KilnError NAME_CLASH where a module of the application could never be imported
 */
export function findClashes(
  paths: readonly string[],
  { suffix, stdlib, dynload }: Pick<Places, 'suffix' | 'stdlib' | 'dynload'>,
): Clashes {
  const standard = modulesIn(paths, [dynload, stdlib]);
  for (const name of `${BUILT_IN} ${suffix ? BUILT_IN_WINDOWS : BUILT_IN_POSIX}`.split(' ')) {
    standard.set(name, { isModule: true });
  }
  const app = modulesIn(paths, ['app']);
  const site = modulesIn(paths, ['site']);
  const hidden = [...app.keys()].filter((name) => standard.get(name)?.isModule);
  if (hidden.length > 0) {
    throw new KilnError(
      'NAME_CLASH',
      `the application's module '${hidden[0]}' is one of the standard library, which comes first`,
      {
        lines: hidden.map((name) => `app/${name}: \`import ${name}\` gives Python's own`),
        hint: 'rename the module',
      },
    );
  }
  const shared = [...app].flatMap(([name, own]): SharedModule[] => {
    const other = site.get(name);
    // Namespace packages on both sides are one package of two folders.
    return other && (own.isModule || other.isModule) && !LEFT_BEHIND.has(name)
      ? [{ name, ...(own.init ? { init: own.init } : {}) }]
      : [];
  });
  return { hiddenByStdlib: [...site.keys()].filter((name) => standard.get(name)?.isModule), shared };
}

/** @throws KilnError NAME_CLASH for names that the application and a package both want */
export function refuseShared(names: readonly string[]): void {
  if (names.length > 0) {
    throw new KilnError('NAME_CLASH', `'${names[0]}' is a module of the application and of a package`, {
      lines: names.map((name) => `app/${name} and site/${name}: an import finds only one of them`),
      hint: 'rename the application’s module, or leave the package out of the dependencies',
    });
  }
}

interface Found {
  /** A file or a folder with `__init__`; else a folder, which may be a part of a namespace package. */
  isModule: boolean;
  init?: string;
}

function modulesIn(paths: readonly string[], folders: readonly string[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const path of paths) {
    const folder = folders.find((one) => path.startsWith(`${one}/`));
    if (folder === undefined) {
      continue;
    }
    const [top = '', ...rest] = path.slice(folder.length + 1).split('/');
    const name = rest.length === 0 ? MODULE.exec(top)?.[1] : top;
    if (name === undefined || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '__pycache__') {
      continue;
    }
    const isInit = rest.length === 1 && /^__init__\.(?:pyc?|.*\.(?:so|pyd))$/.test(rest[0] as string);
    const before = found.get(name);
    const init = before?.init ?? (isInit ? path : undefined);
    const holdsCode = rest.length === 0 || isInit || /\.(?:pyc?|so|pyd)$/.test(path);
    if (holdsCode) {
      found.set(name, {
        isModule: rest.length === 0 || isInit || before?.isModule === true,
        ...(init ? { init } : {}),
      });
    }
  }
  return found;
}
