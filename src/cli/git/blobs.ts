/** Texts of blobs, many at once: a process for each would take seconds. */
import { KilnError } from '../../model/errors';
import { git } from './git';

/** Reads one blob's text by its name. @throws KilnError REVISION_MISSING */
export type ReadBlob = (blob: string) => string;

/**
 * @param likely blobs that will most likely be asked for; they are read together when the first is
 */
export function blobReader(root: string, likely: readonly string[]): ReadBlob {
  const known = new Map<string, string>();
  const load = (blobs: readonly string[]): void => {
    const { stdout } = git(root, ['cat-file', '--batch'], blobs.map((blob) => `${blob}\n`).join(''));
    for (const [blob, text] of parseBatch(stdout)) {
      known.set(blob, text);
    }
  };
  return (blob) => {
    if (!known.has(blob)) {
      load([...new Set([blob, ...(known.size === 0 ? likely : [])])]);
    }
    const text = known.get(blob);
    if (text === undefined) {
      throw new KilnError('REVISION_MISSING', `git has no content of ${blob}`, {
        hint: 'the clone is incomplete: `git fetch --refetch`',
      });
    }
    return text;
  };
}

/** Reads what `git cat-file --batch` prints; what is missing is left out. */
export function parseBatch(output: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [blob = '', kind, size] = output.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    if (kind !== 'missing') {
      texts.set(blob, output.subarray(at, at + Number(size)).toString('utf8'));
      at += Number(size) + 1;
    }
  }
  return texts;
}
