/** Literals of Python: where they end. Those with replacement fields (f"…", t"…") hold code, which is shown to `onWord`. */
import { BACKSLASH, type Cursor, endOfLine, HASH, isIdentifier, NEWLINE } from './bytes';

const OPEN_CURLY = 123;
const CLOSE_CURLY = 125;
const COLON = 58;
const LETTER_N = 78;
/** A nesting deeper than this is no program (CPython allows 150). */
const MAX_NESTING = 200;

/** Called at each word of a field that may begin something; moves the cursor or leaves it. */
export type OnWord = (at: Cursor) => void;

export interface Prefix {
  readonly template: boolean;
  readonly raw: boolean;
  readonly bytes: boolean;
}
const PLAIN: Prefix = { template: false, raw: false, bytes: false };

/** Letters before an opening quote. */
export function prefixBefore(bytes: Buffer, quote: number): Prefix {
  let start = quote;
  while (start > 0 && quote - start < 3 && isIdentifier(bytes[start - 1])) {
    start -= 1;
  }
  const length = quote - start;
  // Longer ones are words that stand right before a literal: `in"abc"`.
  if (length === 0 || length > 2) {
    return PLAIN;
  }
  const text = bytes.toString('latin1', start, quote).toLowerCase();
  return /^[rbuft]+$/.test(text)
    ? { template: /[ft]/.test(text), raw: text.includes('r'), bytes: text.includes('b') }
    : PLAIN;
}

/** Moves past the literal whose opening quote is here. One that never ends goes to the end of its line or of the file. */
export function skipString(at: Cursor, onWord: OnWord, nesting = 0): void {
  const { bytes, pos } = at;
  const quote = bytes[pos] as number;
  const triple = bytes[pos + 1] === quote && bytes[pos + 2] === quote;
  const prefix = prefixBefore(bytes, pos);
  at.pos += triple ? 3 : 1;
  if (prefix.template && nesting < MAX_NESTING) {
    skipTemplate(at, { quote, triple, raw: prefix.raw, onWord, nesting });
  } else if (triple) {
    skipTriple(at, quote);
  } else {
    skipSingle(at, quote);
  }
}

function skipSingle(at: Cursor, quote: number): void {
  const { bytes } = at;
  let { pos } = at;
  for (; pos < bytes.length; pos += 1) {
    const byte = bytes[pos];
    if (byte === BACKSLASH) {
      pos += 1;
      at.line += bytes[pos] === NEWLINE ? 1 : 0;
    } else if (byte === quote) {
      pos += 1;
      break;
    } else if (byte === NEWLINE) {
      break;
    }
  }
  at.pos = pos;
}

const TRIPLES = { 34: Buffer.from('"""'), 39: Buffer.from("'''") } as Readonly<Record<number, Buffer>>;

function skipTriple(at: Cursor, quote: number): void {
  const { bytes, pos } = at;
  let end = bytes.indexOf(TRIPLES[quote] as Buffer, pos);
  while (end >= 0 && isEscaped(bytes, end, pos)) {
    end = bytes.indexOf(TRIPLES[quote] as Buffer, end + 1);
  }
  const stop = end < 0 ? bytes.length : end;
  at.line += countLines(bytes, pos, stop);
  at.pos = end < 0 ? stop : stop + 3;
}

function isEscaped(bytes: Buffer, pos: number, start: number): boolean {
  let before = pos;
  while (before > start && bytes[before - 1] === BACKSLASH) {
    before -= 1;
  }
  return (pos - before) % 2 === 1;
}

function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let i = start; i < end; i += 1) {
    lines += bytes[i] === NEWLINE ? 1 : 0;
  }
  return lines;
}

interface Template {
  readonly quote: number;
  readonly triple: boolean;
  readonly raw: boolean;
  readonly onWord: OnWord;
  readonly nesting: number;
}

/** The text between fields; `inSpec`: a format after `:`, where `{{` is no brace and `}` ends the field. */
function skipTemplate(at: Cursor, template: Template, inSpec = false): void {
  const { bytes } = at;
  const { quote, triple, raw } = template;
  while (at.pos < bytes.length) {
    const byte = bytes[at.pos];
    if (byte === BACKSLASH) {
      skipEscape(at, raw);
    } else if (byte === quote && isEnd(bytes, at.pos, template)) {
      // Inside of a format the literal's own end closes the field too (broken code).
      at.pos += inSpec ? 0 : triple ? 3 : 1;
      return;
    } else if (byte === NEWLINE && !triple) {
      return;
    } else if (byte === OPEN_CURLY) {
      if (bytes[at.pos + 1] === OPEN_CURLY && !inSpec) {
        at.pos += 2;
      } else {
        at.pos += 1;
        skipField(at, template);
      }
    } else if (byte === CLOSE_CURLY && inSpec) {
      return;
    } else {
      at.line += byte === NEWLINE ? 1 : 0;
      at.pos += 1;
    }
  }
}

function isEnd(bytes: Buffer, pos: number, { quote, triple }: Template): boolean {
  return !triple || (bytes[pos + 1] === quote && bytes[pos + 2] === quote);
}

/** A backslash hides the next character, but no brace of a field; `\N{DASH}` is a name. */
function skipEscape(at: Cursor, raw: boolean): void {
  const { bytes } = at;
  const next = bytes[at.pos + 1];
  if (next === OPEN_CURLY || next === CLOSE_CURLY) {
    at.pos += 1;
  } else if (!raw && next === LETTER_N && bytes[at.pos + 2] === OPEN_CURLY) {
    const end = bytes.indexOf(CLOSE_CURLY, at.pos);
    at.pos = end < 0 ? bytes.length : end + 1;
  } else {
    at.line += next === NEWLINE ? 1 : 0;
    at.pos += 2;
  }
}

/** An expression up to its `}`; literals in it may use the same quotes (Python 3.12). */
function skipField(at: Cursor, template: Template): void {
  const { bytes } = at;
  const { onWord, nesting } = template;
  let depth = 0;
  while (at.pos < bytes.length) {
    const byte = bytes[at.pos] as number;
    if (byte === 34 || byte === 39) {
      skipString(at, onWord, nesting + 1);
      continue;
    }
    if (byte === HASH) {
      at.pos = endOfLine(bytes, at.pos);
      continue;
    }
    if (depth === 0 && byte === COLON) {
      at.pos += 1;
      if (nesting < MAX_NESTING) {
        skipTemplate(at, { ...template, nesting: nesting + 1 }, true);
      }
      // After the format only the brace is left.
      at.pos += bytes[at.pos] === CLOSE_CURLY ? 1 : 0;
      return;
    }
    if (byte === CLOSE_CURLY && depth === 0) {
      at.pos += 1;
      return;
    }
    depth += byte === 40 || byte === 91 || byte === OPEN_CURLY ? 1 : 0;
    depth -= byte === 41 || byte === 93 || byte === CLOSE_CURLY ? 1 : 0;
    if (isIdentifier(byte)) {
      onWord(at);
      while (isIdentifier(bytes[at.pos])) {
        at.pos += 1;
      }
    } else {
      at.line += byte === NEWLINE ? 1 : 0;
      at.pos += 1;
    }
  }
}
