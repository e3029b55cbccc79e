/** Which changed files a fileset holds. */
import { matchGlob } from '../../project/globs';
import type { Fileset } from './inputs';

/** The first changed files of a fileset; the whole list would say no more. */
export type MatchFiles = (fileset: Fileset) => readonly string[];

/**
 * Many tasks share their filesets: each pattern meets the files once.
 * @param files changed files, workspace-relative
 * @param roots folders of all projects: a file belongs to the nearest one above it
 */
export function fileMatcher(files: readonly string[], roots: readonly string[]): MatchFiles {
  const known = new Map<string, ReadonlySet<string>>();
  const owners = ownersOf(files, new Set(roots));
  const matching = (pattern: string): ReadonlySet<string> => {
    const found = known.get(pattern) ?? new Set(matchAll(pattern, files));
    known.set(pattern, found);
    return found;
  };
  return ({ owner, include, exclude }) => {
    const wanted = include.length > 0 ? include : ['**/*'];
    // What is not understood excludes nothing: a task too many is a hit, one too few is a missed build.
    const excluded = exclude.filter((pattern) => !EXTENDED.test(pattern)).map(matching);
    const found = new Set(wanted.flatMap((pattern) => [...matching(pattern)]));
    return [...found].filter(
      (file) => (owner === undefined || owners.get(file) === owner) && !excluded.some((set) => set.has(file)),
    );
  };
}

/** `+(a|b)`, `{*.py,*.pyi}`: understood by Nx's matcher, not by ours. */
const EXTENDED = /[?*+@!]\(|\{[^}]*[*?[][^}]*\}/;

function matchAll(pattern: string, files: readonly string[]): readonly string[] {
  const fixed = /^[^*?[\]{}()!+@|\\]*/.exec(pattern)?.[0] ?? '';
  const near = fixed === '' ? files : files.filter((file) => file.startsWith(fixed));
  if (near.length === 0 || fixed === pattern) {
    return near.filter((file) => file === pattern || file.startsWith(`${pattern}/`));
  }
  return EXTENDED.test(pattern) ? near : near.filter(matchGlob(pattern));
}

/** Folder of the project that each file belongs to, by file. */
function ownersOf(files: readonly string[], roots: ReadonlySet<string>): Map<string, string | undefined> {
  return new Map(
    files.map((file) => {
      for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
        if (roots.has(file.slice(0, at))) {
          return [file, file.slice(0, at)];
        }
      }
      return [file, roots.has('.') ? '.' : undefined];
    }),
  );
}
