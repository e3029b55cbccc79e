import { KilnError } from '../model/errors';

/**
 * Content of the store can be damaged or evicted after it was looked up. The store removes what is damaged, so a second
 * attempt, which believes nothing by name, makes it anew.
 */
export async function healing<T>(work: (checked: boolean) => Promise<T>): Promise<T> {
  try {
    return await work(false);
  } catch (error) {
    if (error instanceof KilnError && error.code === 'CONTENT_LOST') {
      return work(true);
    }
    throw error;
  }
}
