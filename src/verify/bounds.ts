/** Reading files that nobody promised to be whole: a table that points outside of its file is damage, not a bug. */

/** No real file comes near; keeps a crafted one from costing minutes. */
const MAX_ITEMS = 100_000;
const MAX_TEXT = 4096;

/**
 * @param read reads through Buffer's bounds check, and throws RangeError for what it refuses itself
 * @returns undefined where the file is cut off or damaged; never throws for what a file holds
 */
export function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // By name, as Buffer may belong to another realm than this module.
    if ((error as Error).name === 'RangeError') {
      return undefined;
    }
    throw error;
  }
}

/** The text that ends in a zero byte. @throws RangeError when there is none */
export function textAt(bytes: Buffer, at: number): string {
  const end = at >= 0 && at < bytes.length ? bytes.subarray(at, at + MAX_TEXT).indexOf(0) : -1;
  if (end < 0) {
    throw new RangeError(`no text at ${at}`);
  }
  return bytes.toString('utf8', at, at + end);
}

/** @throws RangeError for a number of entries that no real file has */
export function bound(items: number): void {
  if (items > MAX_ITEMS) {
    throw new RangeError(`more than ${MAX_ITEMS} entries`);
  }
}
