/** Paths that a tree can hold and a platform cannot. Pure; what one machine writes, another one has to unpack. */
import type { Entry } from '../engine/types';
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';
import { firstFew } from './policy';

export interface NameProblem {
  readonly path: string;
  readonly problem: string;
}

/** Windows' limit of a path in most programs, with the zero that ends it. */
const MAX_PATH = 260;
/** No folder of a user is shorter: `C:\a\`. */
const SHORTEST_FOLDER = 5;
/** `C:\Users\<20 letters>\AppData\Local\Programs\<app>\` */
const USUAL_FOLDER = 70;
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?:\..*)?$/i;
const FORBIDDEN = /[<>:"|?*\\\u0000-\u001f]/;

/**
 * What a platform cannot hold: on Windows reserved names and characters, links, paths beyond its limit; there and on
 * macOS two names that differ in case alone, which their file systems take for one.
 */
export function nameProblems(entries: readonly Entry[], { os }: Pick<Platform, 'os'>): NameProblem[] {
  if (os === 'linux') {
    return [];
  }
  const windows = os === 'windows' ? entries.flatMap(windowsProblem) : [];
  return [...windows, ...collisions(entries.map(({ path }) => path))];
}

/** Files that no usual folder of a user can hold; a person may still unpack them into a shorter one. */
export function longPaths(entries: readonly Entry[], { os }: Pick<Platform, 'os'>): string[] {
  return os === 'windows'
    ? entries.map(({ path }) => path).filter((path) => path.length + USUAL_FOLDER >= MAX_PATH)
    : [];
}

/** @throws KilnError VERIFY_NAMES that lists up to ten paths, when there are any */
export function refuseNames(problems: readonly NameProblem[], platform: Pick<Platform, 'id'>): void {
  if (problems.length > 0) {
    const which = problems.length === 1 ? '1 path cannot' : `${problems.length} paths cannot`;
    throw new KilnError('VERIFY_NAMES', `${which} exist on ${platform.id}`, {
      lines: firstFew(problems.map(({ path, problem }) => `${path}: ${problem}`)),
      hint: 'rename the file in the project, or choose a version of the package that works there',
    });
  }
}

function windowsProblem(entry: Entry): NameProblem[] {
  const { path } = entry;
  const problem =
    ('link' in entry ? 'a symbolic link, which Windows gives to administrators only' : undefined) ??
    path.split('/').map(segmentProblem).find(Boolean) ??
    (path.length + SHORTEST_FOLDER >= MAX_PATH
      ? `${path.length} characters, Windows has room for ${MAX_PATH}`
      : undefined);
  return problem ? [{ path, problem }] : [];
}

function segmentProblem(name: string): string | undefined {
  if (RESERVED.test(name.replace(/[. ]+$/, ''))) {
    return `'${name}' is the name of a device`;
  }
  const bad = FORBIDDEN.exec(name)?.[0];
  if (bad) {
    return `the character ${JSON.stringify(bad)}`;
  }
  return /[. ]$/.test(name) ? `'${name}' ends in a ${name.endsWith('.') ? 'dot' : 'space'}` : undefined;
}

/** Folders count as well: `Data/a` and `data/b` would meet in one. Two spellings of an accent are one name on macOS. */
function collisions(paths: readonly string[]): NameProblem[] {
  const first = new Map<string, string>();
  const found = new Map<string, NameProblem>();
  for (const path of paths) {
    const segments = path.split('/');
    for (let depth = 1; depth <= segments.length; depth++) {
      const part = segments.slice(0, depth).join('/');
      const folded = part.normalize('NFC').toLowerCase();
      const other = first.get(folded);
      if (other === undefined) {
        first.set(folded, part);
      } else if (other !== part) {
        found.set(part, { path: part, problem: `differs from ${other} in case or spelling of accents alone` });
        break;
      }
    }
  }
  return [...found.values()];
}
