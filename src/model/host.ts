/** The machine that runs the build, in the table's spelling. */
import { closeSync, openSync, readSync } from 'node:fs';
import { hostPlatform, type Platform } from './platforms';

/** @returns `undefined` where Kiln knows no such host */
export function thisHost(): Platform | undefined {
  return hostPlatform(process.platform, process.arch, process.platform === 'linux' && isMusl(process.execPath));
}

/** A program names its loader in its first kilobytes; asking Node (`process.report`) takes a hundred times as long. */
export function isMusl(program: string): boolean {
  const file = openSync(program, 'r');
  try {
    const start = Buffer.alloc(8192);
    readSync(file, start, 0, start.length, 0);
    return start.includes('/ld-musl-');
  } finally {
    closeSync(file);
  }
}
