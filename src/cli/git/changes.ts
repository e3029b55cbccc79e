/** Files that differ between two states of the repository. */
import { KilnError } from '../../model/errors';
import { git } from './git';

/** One side of a change. */
export interface Version {
  /** Name of the blob; absent where git has not hashed the file yet. */
  readonly blob?: string;
  readonly isLink: boolean;
}

export interface Change {
  /** Workspace-relative. */
  readonly path: string;
  /** Absent for a file that was added. */
  readonly before?: Version;
  /** Absent for a file that was removed. */
  readonly after?: Version;
  /** Whether the executable bit is another one: the content may be the same. */
  readonly mode?: true;
}

/**
 * Files whose content differs; a rename is two changes. A mode alone is none: it is in no key of Nx.
 * @param to commit; absent: the files on disk, those that git does not track yet included
 * @throws KilnError REVISION_MISSING where git cannot compare
 */
export function changesBetween(root: string, from: string, to?: string): Change[] {
  const diff = git(root, [
    ...['diff', '--raw', '-z', '--no-renames', '--no-abbrev', '--relative', '--no-ext-diff', from],
    ...(to === undefined ? [] : [to]),
    '--',
  ]);
  if (!diff.ok) {
    throw new KilnError('REVISION_MISSING', `git could not compare ${from} with ${to ?? 'the files on disk'}`, {
      lines: diff.said.split('\n'),
      hint: 'in a partial or shallow clone: `git fetch --deepen=100`',
    });
  }
  const tracked = parseRawDiff(diff.stdout.toString('utf8'));
  const untracked =
    to === undefined
      ? git(root, ['ls-files', '-z', '--others', '--exclude-standard']).stdout.toString('utf8').split('\0')
      : [];
  return [
    ...withoutModes(root, tracked),
    ...untracked.filter(Boolean).map((path) => ({ path, after: { isLink: false } })),
  ];
}

/** Of files on disk git says only that their mode differs; their content has to be looked at. */
function withoutModes(root: string, changes: readonly Change[]): Change[] {
  const unsure = changes.filter(({ mode, before, after }) => mode && before?.blob && after && !after.blob);
  const paths = unsure.map(({ path }) => path).filter((path) => !path.includes('\n'));
  if (paths.length === 0) {
    return [...changes];
  }
  const { stdout } = git(root, ['hash-object', '--stdin-paths'], paths.map((path) => `${path}\n`).join(''));
  const blobs = stdout.toString('latin1').split('\n');
  const same = new Set(paths.filter((path, at) => unsure.find((c) => c.path === path)?.before?.blob === blobs[at]));
  return changes.filter(({ path }) => !same.has(path));
}

const NO_BLOB = /^0+$/;

/** Reads `git diff --raw -z --no-renames --no-abbrev`. Folders of other repositories are passed over. */
export function parseRawDiff(text: string): Change[] {
  const parts = text.split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [oldMode = '', newMode = '', oldBlob = '', newBlob = ''] = (parts[at] as string).slice(1).split(' ');
    const [before, after] = [version(oldMode, oldBlob), version(newMode, newBlob)];
    const isSame = before?.blob !== undefined && before.blob === after?.blob && before.isLink === after.isLink;
    if ((before || after) && !isSame) {
      const mode = before && after && before.isLink === after.isLink && oldMode !== newMode;
      changes.push({
        path: parts[at + 1] as string,
        ...(before ? { before } : {}),
        ...(after ? { after } : {}),
        ...(mode ? { mode } : {}),
      });
    }
  }
  return changes;
}

function version(mode: string, blob: string): Version | undefined {
  // 000000: not there; 160000: a commit of another repository.
  return mode === '000000' || mode === '160000'
    ? undefined
    : { ...(NO_BLOB.test(blob) ? {} : { blob }), isLink: mode === '120000' };
}
