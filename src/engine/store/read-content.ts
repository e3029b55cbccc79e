import { KilnError } from '../../model/errors';
import type { FileEntry } from '../types';
import type { Store } from './types';

/**
 * Content that an earlier step of this run put into the store.
 * @throws KilnError CONTENT_LOST where it was damaged or evicted since
 */
export async function readContent(
  { path, sha256 }: Pick<FileEntry, 'path' | 'sha256'>,
  store: Pick<Store, 'read'>,
): Promise<Buffer> {
  const content = await store.read(sha256);
  if (!content) {
    throw new KilnError('CONTENT_LOST', `the cache has lost or damaged the content of ${path}`, {
      hint: 'run the same command again: what is missing is made anew',
    });
  }
  return content;
}
