/** What a folder held when it was last looked at: by path, a stamp of its inode and what that inode holds. */
import type { BigIntStats } from 'node:fs';
import { readRecord, writeRecord } from './checked-file';
import type { Entry } from './types';

/** Everything that changes when a file's content does. */
export type Stamp = string;

export interface Known {
  readonly stamp: Stamp;
  /** sha256 of a file (with `+x` when executable), or `link:<target>`. */
  readonly holds: string;
}

export interface StatRecord {
  /** Digest of the whole tree, where the folder was written from one. */
  readonly tree?: string;
  /** Clock, in milliseconds, before the first file was looked at. */
  readonly at: number;
  readonly files: ReadonlyMap<string, Known>;
}

export function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): Stamp {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
}

export function holdsOf(entry: Entry): string {
  return 'link' in entry ? `link:${entry.link}` : entry.executable ? `${entry.sha256}+x` : entry.sha256;
}

/** @returns undefined when absent, damaged or about another subject */
export function readStatRecord(path: string, subject: string): StatRecord | undefined {
  const body = readRecord(path, subject);
  return body === undefined ? undefined : parseStatRecord(body);
}

export function parseStatRecord(body: string): StatRecord {
  const { tree, at, files } = JSON.parse(body) as { tree?: string; at: number; files: [string, Stamp, string][] };
  return {
    ...(tree === undefined ? {} : { tree }),
    at,
    files: new Map(files.map(([file, stamp, holds]) => [file, { stamp, holds }])),
  };
}

export function writeStatRecord(path: string, subject: string, { tree, at, files }: StatRecord, drafts?: string): void {
  const rows = [...files].map(([file, { stamp, holds }]) => [file, stamp, holds]);
  writeRecord(path, subject, JSON.stringify({ tree, at, files: rows }), drafts);
}
