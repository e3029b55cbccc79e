/** One log per action: what it printed, without secrets, bounded in size and number. */
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { maskStream, maskText } from './secrets';

/** Bytes of a log; a tool that prints more is cut in the middle, its last lines are kept. */
const LARGEST_LOG = 16 * 1024 * 1024;
/** Characters that are kept in memory for error texts. */
const TAIL = 64 * 1024;
/** Logs that stay; the oldest go when there are twice as many. */
const KEPT_LOGS = 200;

export interface LogFile {
  readonly path: string;
  /** A writer per stream: lines of two streams are not mixed up. */
  writer(): { write(chunk: Buffer): void; end(): void };
  /** A line of Kiln's own; not part of the tail. */
  note(text: string): void;
  /** The last `count` lines that say something, without colours and progress bars. */
  tail(count: number): readonly string[];
  close(): void;
}

/**
 * @param folder `<store.root>/logs`; made when missing
 * @param name of the file without `.log`; an older log of that name is replaced
 */
export function openLog(folder: string, name: string, secrets: readonly string[]): LogFile {
  mkdirSync(folder, { recursive: true });
  pruneLogs(folder);
  const path = join(folder, `${name}.log`);
  const file = openSync(path, 'w', 0o600);
  let written = 0;
  let tail = '';
  const write = (text: string): void => {
    if (written < LARGEST_LOG) {
      written += writeSync(file, text);
    }
  };
  const append = (text: string): void => {
    tail = (tail + text).slice(-TAIL);
    write(text);
  };
  return {
    path,
    writer() {
      const stream = maskStream(secrets);
      return { write: (chunk) => append(stream.push(chunk)), end: () => append(stream.end()) };
    },
    note: (text) => write(`${maskText(text, secrets)}\n`),
    tail: (count) => lastLines(tail, count),
    close() {
      if (written >= LARGEST_LOG) {
        writeSync(file, `\n… cut here; the end was:\n${tail}`);
      }
      closeSync(file);
    },
  };
}

/** `compile-bytecode-0123456789ab`: readable, and one per key. */
export function logName(label: string, key: string): string {
  const slug = label
    .replace(/[^A-Za-z0-9.]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60);
  return `${slug || 'step'}-${key.slice(0, 12)}`;
}

/** What a terminal would show at the end: no escape sequences, and of a redrawn line only its last state. */
export function lastLines(text: string, count: number): readonly string[] {
  return text
    .split('\n')
    .map((line) => shown(line))
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

function shown(line: string): string {
  const plain = line.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').trimEnd();
  return plain.slice(plain.lastIndexOf('\r') + 1);
}

function pruneLogs(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
  if (names.length < 2 * KEPT_LOGS) {
    return;
  }
  // A log that another process removes meanwhile counts as the oldest.
  const age = (name: string): number => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const oldestFirst = names.map((name) => ({ name, age: age(name) })).sort((a, b) => a.age - b.age);
  for (const { name } of oldestFirst.slice(0, -KEPT_LOGS)) {
    rmSync(join(folder, name), { force: true });
  }
}
