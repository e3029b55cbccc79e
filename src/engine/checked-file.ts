/** Records on disk that prove themselves: first line the sha256 of subject and body. Damaged is absent, and removed. */
import { rmSync } from 'node:fs';
import { sha256 } from './canonical';
import { readIfThere, replaceFile, touch } from './files';

/** Part of every checksum: raised when the layout of a record changes, so that older ones are absent. */
const FORMAT = 1;

/**
 * @param subject what the record is about (a key, a folder); a record under another subject's name is damaged
 * @param drafts folder for the unfinished file, see `replaceFile`
 */
export function writeRecord(path: string, subject: string, body: string, drafts?: string): void {
  replaceFile(path, Buffer.from(`${checksum(subject, body)}\n${body}`), 0o644, drafts);
}

/** @returns the body, its use noted; undefined when absent or damaged */
export function readRecord(path: string, subject: string): string | undefined {
  const found = peekRecord(path, subject);
  if (found) {
    touch(path, found.mtimeMs);
  }
  return found?.body;
}

/** Reads without noting a use. */
export function peekRecord(path: string, subject: string): { body: string; mtimeMs: number } | undefined {
  const found = readIfThere(path);
  if (!found) {
    return undefined;
  }
  const text = found.bytes.toString('utf8');
  const body = text.slice(65);
  if (text[64] !== '\n' || text.slice(0, 64) !== checksum(subject, body)) {
    rmSync(path, { force: true });
    return undefined;
  }
  return { body, mtimeMs: found.mtimeMs };
}

function checksum(subject: string, body: string): string {
  return sha256(`kiln record ${FORMAT} ${subject}\n${body}`);
}
