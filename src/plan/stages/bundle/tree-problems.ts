/** What the paths of a finished bundle say: names that hide each other, and what a platform's file systems cannot hold. Pure. */
import { KilnError } from '../../../model/errors';
import type { Platform } from '../../../model/platforms';

/** Characters of a whole path that Windows opens unless its administrator allows more (MAX_PATH without drive and NUL). */
const WINDOWS_PATH = 256;
/** What a bundle leaves for the folder that it is put into before a person is told: `C:\Program Files\Some Company\` and more. */
const WINDOWS_FOLDER = 90;
/** Nobody can install into less: `C:\Users\somebody\x`. */
const WINDOWS_LEAST = 20;
const WINDOWS_NAME = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\.|$)|[<>:"|?*\\]|[. ]$/i;
const SHOWN = 10;

/**
 * @param paths of the bundle's folder, that folder first: `py-app/app/py_app/cli.pyc`
 * @returns what a person should know
 * @throws KilnError NAME_CLASH, PATH_UNUSABLE
 */
export function checkPaths(paths: readonly string[], platform: Pick<Platform, 'id' | 'os'>): string[] {
  if (platform.os === 'linux') {
    return [];
  }
  refuseFolded(paths, platform);
  return platform.os === 'windows' ? [...checkWindowsNames(paths), ...checkLengths(paths)] : [];
}

/** File systems of Windows and macOS take names that differ in case, or in the way accents are written, for one. */
function refuseFolded(paths: readonly string[], { id }: Pick<Platform, 'id'>): void {
  const seen = new Map<string, string>();
  const clashes: string[] = [];
  for (const path of paths) {
    for (const part of withFolders(path)) {
      const folded = part.normalize('NFC').toLowerCase();
      const other = seen.get(folded);
      if (other !== undefined && other !== part) {
        clashes.push(`${other} and ${part}`);
      }
      seen.set(folded, other ?? part);
    }
  }
  if (clashes.length > 0) {
    throw new KilnError('NAME_CLASH', `on ${id} these names are one: ${clashes[0]}`, {
      lines: [...new Set(clashes)].slice(0, SHOWN),
      hint: 'rename one of the two: there, files that differ in case only overwrite each other',
    });
  }
}

function withFolders(path: string): string[] {
  const parts = [path];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    parts.push(path.slice(0, slash));
  }
  return parts;
}

function checkWindowsNames(paths: readonly string[]): string[] {
  const isWrong = (name: string): boolean => WINDOWS_NAME.test(name) || hasControlCharacter(name);
  const wrong = paths.filter((path) => path.split('/').some(isWrong)).map(shown);
  if (wrong.length > 0) {
    throw new KilnError('PATH_UNUSABLE', `Windows has no file called ${wrong[0]}`, {
      lines: wrong.slice(0, SHOWN),
      hint: 'rename it: names of devices (con, nul, aux …), < > : " | ? * \\, control characters and a dot or space at the end are not possible there',
    });
  }
  return [];
}

function hasControlCharacter(name: string): boolean {
  return [...name].some((character) => character < ' ');
}

/** What a terminal would take for something else is spelled out: `a\tb`. */
function shown(path: string): string {
  return hasControlCharacter(path) ? JSON.stringify(path).slice(1, -1) : path;
}

function checkLengths(paths: readonly string[]): string[] {
  const byLength = [...paths].sort((a, b) => b.length - a.length);
  const [longest = ''] = byLength;
  const left = WINDOWS_PATH - longest.length;
  if (left < WINDOWS_LEAST) {
    throw new KilnError('PATH_UNUSABLE', `${longest} is ${longest.length} characters long, too long for Windows`, {
      lines: byLength.slice(0, SHOWN).map((path) => `${path.length}: ${path}`),
      hint: `a whole path there has at most ${WINDOWS_PATH} characters; shorten the names`,
    });
  }
  return left < WINDOWS_FOLDER
    ? [
        `Windows machines without long paths can hold this bundle in a folder whose own path has at most ${left} characters: ${longest} has ${longest.length}`,
      ]
    : [];
}
