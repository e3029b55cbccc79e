import { type ErrorCode, KilnError } from '../model/errors';

export type Table = Readonly<Record<string, unknown>>;

/**
 * Parses TOML 1.0. The parser is loaded when first needed: a workspace without Python does not pay for it.
 * @throws KilnError with `code`, naming `file:line:column` and the line's text
 */
export function parseToml(file: string, text: string, code: ErrorCode, fix: string): Table {
  const { parse } = require('smol-toml') as typeof import('smol-toml');
  try {
    // A byte order mark is legal in no TOML file, but editors write it.
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const { line, column, message } = error as { line?: number; column?: number; message: string };
    const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
    throw new KilnError(code, `${place} is not valid TOML: ${reason(message)}`, {
      lines: line === undefined ? [] : [`${line} | ${text.split('\n')[line - 1]?.trimEnd() ?? ''}`],
      hint: fix,
      cause: error,
    });
  }
}

/** The parser's message without its code frame. */
function reason(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/^Invalid TOML document:\s*/, '').trim();
}

export function tableAt(value: unknown, ...path: string[]): Table {
  const at = valueAt(value, ...path);
  return isTable(at) ? at : {};
}

export function valueAt(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const key of path) {
    at = isTable(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export function stringAt(value: unknown, ...path: string[]): string | undefined {
  const at = valueAt(value, ...path);
  return typeof at === 'string' ? at : undefined;
}

/**
 * Number of the first line that holds `needle` as a word of its own, else anywhere, for diagnostics; the parser gives no
 * positions of values.
 */
export function lineOf(text: string, needle: string): number | undefined {
  const isWord = (char: string | undefined): boolean => char !== undefined && /[\w.-]/.test(char);
  let at = needle === '' ? -1 : text.indexOf(needle);
  while (at >= 0 && (isWord(text[at - 1]) || isWord(text[at + needle.length]))) {
    at = text.indexOf(needle, at + 1);
  }
  const found = at < 0 ? text.indexOf(needle) : at;
  return found < 0 ? undefined : text.slice(0, found).split('\n').length;
}
