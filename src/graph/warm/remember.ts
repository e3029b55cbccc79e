/**
 * Keeps a result with the record of the disk that it was made from, in Nx's folder for data of the workspace and in this
 * process. It serves again as long as nothing that was read has moved.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, nodeDisk } from '../../project/disk';
import { type DiskRecord, recordingDisk, stillHolds } from './disk-record';
import { writeKept } from './write-kept';

interface Question {
  /** File name without extension. */
  readonly name: string;
  /** What else the result depends on. */
  readonly key: string;
  readonly workspaceRoot: string;
  /** Absolute. */
  readonly folder: string;
}

interface Head {
  readonly key: string;
  readonly record: DiskRecord;
}

interface Kept extends Head {
  readonly value: unknown;
}

/** A daemon asks again and again. */
const inProcess = new Map<string, Kept>();

/**
 * @param compute makes the result from the disk that it is given and from nothing else; JSON has to be able to hold it
 * @throws what `compute` throws; nothing is kept then. A file that cannot be read or written is no error.
 */
export function remember<T>(question: Question, compute: (disk: Disk) => T): T {
  const known = recall(question, (key) => key === question.key) as { readonly value: T } | undefined;
  if (known) {
    return known.value;
  }
  const recording = recordingDisk(nodeDisk(question.workspaceRoot), question.workspaceRoot);
  const value = compute(recording.disk);
  if (isEnabled()) {
    const head = { key: question.key, record: recording.record() };
    inProcess.set(pathOf(question), { ...head, value });
    write(pathOf(question), head, JSON.stringify(value));
  }
  return value;
}

/**
 * What was kept last, if it still holds.
 * @param accepts whether a result with that key will do
 */
export function recall(
  question: Omit<Question, 'key'>,
  accepts: (key: string) => boolean,
): { readonly value: unknown } | undefined {
  const { workspaceRoot } = question;
  const path = pathOf(question);
  const known = isEnabled() ? (fromProcess(path) ?? fromFile(path)) : undefined;
  const held =
    known && accepts(known.head.key) && stillHolds(known.head.record, nodeDisk(workspaceRoot), workspaceRoot);
  if (!known || !held) {
    return undefined;
  }
  try {
    const value = known.value();
    const head = { key: known.head.key, record: held.record };
    inProcess.set(path, { ...head, value });
    if (held.settled) {
      write(path, head, known.text());
    }
    return { value };
  } catch {
    // A damaged file is as good as none.
    return undefined;
  }
}

function isEnabled(): boolean {
  return process.env.NX_CACHE_PROJECT_GRAPH !== 'false';
}

function pathOf({ folder, name }: Omit<Question, 'key'>): string {
  return join(folder, `${name}.json`);
}

interface Known {
  readonly head: Head;
  value(): unknown;
  /** The value as JSON. */
  text(): string;
}

function fromProcess(path: string): Known | undefined {
  const kept = inProcess.get(path);
  return kept && { head: kept, value: () => kept.value, text: () => JSON.stringify(kept.value) };
}

/** The head stands in the first line: a result that does not hold is not parsed. */
function fromFile(path: string): Known | undefined {
  try {
    const content = readFileSync(path, 'utf8');
    const end = content.indexOf('\n');
    const head = JSON.parse(content.slice(0, end)) as Head;
    const text = content.slice(end + 1);
    return { head, value: () => JSON.parse(text), text: () => text };
  } catch {
    // Not there yet, or half a file of another time.
    return undefined;
  }
}

function write(path: string, head: Head, value: string): void {
  writeKept(path, `${JSON.stringify(head)}\n${value}`);
}
