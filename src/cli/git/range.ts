/** Which two states of the repository are compared. */
import { KilnError } from '../../model/errors';
import { git } from './git';

export interface RangeRequest {
  /** As written: `origin/main`, `HEAD~1`. */
  readonly base: string;
  /** As written; absent: the files as they are on disk. */
  readonly head?: string;
}

export interface Range {
  /** Commit where both sides parted, or the base itself where git cannot tell. */
  readonly base: string;
  /** Commit; absent: the files as they are on disk. */
  readonly head?: string;
  /** What a person should know about the comparison. */
  readonly notes: readonly string[];
}

/**
 * Default revisions as Nx takes them: flags, then NX_BASE and NX_HEAD, then nx.json's `defaultBase`, then `main`.
 * @param env NX_BASE, NX_HEAD
 */
export function rangeRequest(
  flags: { readonly base?: string | undefined; readonly head?: string | undefined },
  env: Readonly<Record<string, string | undefined>>,
  defaultBase: string | undefined,
): RangeRequest {
  // NX_HEAD belongs to NX_BASE: a base of one's own compares with the files on disk.
  const head = flags.head ?? (flags.base === undefined ? env.NX_HEAD : undefined);
  return { base: flags.base ?? env.NX_BASE ?? defaultBase ?? 'main', ...(head ? { head } : {}) };
}

/**
 * Finds the commits of a comparison.
 * @throws KilnError GIT_UNAVAILABLE outside of a repository, REVISION_MISSING for what the clone does not have
 */
export function findRange(root: string, { base, head }: RangeRequest): Range {
  const inside = git(root, ['rev-parse', '--is-inside-work-tree']);
  if (!inside.ok) {
    throw new KilnError('GIT_UNAVAILABLE', `${root} is in no git repository`, {
      lines: [inside.said],
      hint: 'what changed is asked of git: run `git init` and commit, or run the command in a clone',
    });
  }
  const isShallow = git(root, ['rev-parse', '--is-shallow-repository']).stdout.toString().trim() === 'true';
  const [from, to] = [commitOf(root, base, isShallow), commitOf(root, head ?? 'HEAD', isShallow)];
  const merge = git(root, ['merge-base', from, to]);
  const parted = merge.ok ? merge.stdout.toString().trim() : '';
  const note = `${base} and ${head ?? 'HEAD'} have no common commit${isShallow ? ' in this shallow clone' : ''}: compared with ${base} itself${isShallow ? '; `git fetch --deepen=100` gives the rest' : ''}`;
  return { base: parted || from, ...(head === undefined ? {} : { head: to }), notes: parted ? [] : [note] };
}

function commitOf(root: string, revision: string, isShallow: boolean): string {
  const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (found.ok) {
    return found.stdout.toString().trim();
  }
  const remote = /^([^/]+)\/(.+)$/.exec(revision);
  const fetched = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `origin/${revision}^{commit}`]).ok;
  throw new KilnError('REVISION_MISSING', `git knows no revision '${revision}' here`, {
    lines: isShallow ? ['the clone is shallow: older commits were left out'] : [],
    hint: [
      ...(isShallow ? ['`git fetch --deepen=100` or `git fetch --unshallow`'] : []),
      ...(fetched ? [`name it as --base=origin/${revision}`] : []),
      ...(remote ? [`\`git fetch ${remote[1]} ${remote[2]}\``] : []),
      ...(fetched || remote ? [] : ['name another one with --base=<revision>']),
    ].join(', or '),
  });
}
