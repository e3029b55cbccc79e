/** Reads sources one after the other into the same memory: a third of what `readFileSync` takes. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Grows with the largest file; what the scanner returns does not refer to it. */
let buffer = Buffer.allocUnsafe(1 << 18);

/** The bytes of a file; they hold until the next call. `undefined` where it cannot be read. */
export function readSource(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (read === 0) {
        return buffer.subarray(0, length);
      }
      if (length === buffer.length) {
        buffer = Buffer.concat([buffer], buffer.length * 2);
      }
    }
  } catch {
    // Deleted meanwhile, a dangling link, no right to read it: Nx and Python will say so.
    return undefined;
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
  }
}
