/**
 * Lists of files are nine tenths of a lock. Where they look as their tool writes them they are read line by line, and the
 * parser of TOML gets the rest; any other list is its business.
 */
import { KilnError } from '../../model/errors';
import { parseToml, type Table } from '../toml';
import { type LockedFile, list, lockedFile, readFileEntry } from './fields';

export interface ListShape {
  /** `wheels` */
  readonly key: string;
  /** One line: place, hash, size. Sticky; texts without escapes. */
  readonly line: RegExp;
}

export const UV_WHEELS: ListShape = {
  key: 'wheels',
  line: / {4}\{ url = "([^"\\\u0000-\u001f\u007f]*)", hash = "([^"\\\u0000-\u001f\u007f]*)"(?:, size = (0|[1-9]\d{0,14}))?(?:, upload-time = "[^"\\\u0000-\u001f\u007f]*")? \},\n/y,
};
/** Of poetry and pdm. */
export const FILES: ListShape = {
  key: 'files',
  line: / {4}\{file = "([^"\\\u0000-\u001f\u007f]*)", hash = "([^"\\\u0000-\u001f\u007f]*)"\},\n/y,
};

export interface ParsedLock {
  readonly toml: Table;
  /** The files of a list, wherever it was read. */
  filesOf(value: unknown): readonly LockedFile[];
}

/**
 * @param command makes the lock again
 * @throws KilnError LOCK_INVALID with file, line and column
 */
export function parseLock(file: string, text: string, command: string, shape: ListShape): ParsedLock {
  const fix = `make it again with \`${command}\``;
  const cut = cutLists(text, shape);
  const filesOf = (value: unknown): readonly LockedFile[] =>
    (typeof value === 'number' ? cut.lists[value] : undefined) ?? list(value).flatMap((e) => readFileEntry(e) ?? []);
  try {
    return { toml: parseToml(file, cut.text, 'LOCK_INVALID', fix), filesOf };
  } catch (error) {
    if (cut.lists.length === 0 || !(error instanceof KilnError)) {
      throw error;
    }
    // Lines are counted in the whole text.
    return { toml: parseToml(file, text, 'LOCK_INVALID', fix), filesOf };
  }
}

/** A number stands for each list that was read; a key twice is an error as before. */
function cutLists(text: string, { key, line }: ListShape): { text: string; lists: readonly (readonly LockedFile[])[] } {
  // In texts over several lines nothing is what it seems; a number of the lock's own would mean a list.
  if (text.includes('"""') || text.includes("'''") || new RegExp(`${key}["']?\\s*=\\s*[+-]?\\d`).test(text)) {
    return { text, lists: [] };
  }
  const head = `\n${key} = [\n`;
  const lists: LockedFile[][] = [];
  const rest: string[] = [];
  let from = 0;
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) {
    const files = isOfPackage(text, at) ? readLines(text, at + head.length, line) : undefined;
    if (files) {
      rest.push(text.slice(from, at), `\n${key} = ${lists.length}\n`);
      lists.push(files.list);
      from = files.end;
    }
  }
  return { text: [...rest, text.slice(from)].join(''), lists };
}

/** An extra may be called `wheels`, too. */
function isOfPackage(text: string, at: number): boolean {
  return text.startsWith('\n[[package]]\n', text.lastIndexOf('\n[', at));
}

/** Up to the line that closes the list; `undefined` where a line looks otherwise. */
function readLines(text: string, from: number, line: RegExp): { list: LockedFile[]; end: number } | undefined {
  const found: LockedFile[] = [];
  let end = from;
  for (;;) {
    line.lastIndex = end;
    const m = line.exec(text);
    if (!m) {
      break;
    }
    end = line.lastIndex;
    found.push(lockedFile(m[1] as string, m[2], m[3] === undefined ? undefined : Number(m[3])));
  }
  return text.startsWith(']\n', end) ? { list: found, end: end + 2 } : undefined;
}
