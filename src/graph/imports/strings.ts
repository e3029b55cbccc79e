/** Literals of Python: where they end. Those with replacement fields (f"…", t"…") hold code, which is shown to `onWord`. */
import {
  BACKSLASH,
  CLOSE_CURLY,
  COLON,
  type Cursor,
  DOUBLE_QUOTE,
  endOfLine,
  HASH,
  isIdentifier,
  NEWLINE,
  OPEN_CURLY,
  SINGLE_QUOTE,
} from './bytes';

const LETTER_N = 78;
/** A nesting deeper than this is no program (CPython allows 150). */
const MAX_NESTING = 200;

/** Called at each word of a field that may begin something; moves the cursor or leaves it. */
export type OnWord = (at: Cursor) => void;

/** What letters before an opening quote mean; together they are flags. */
export const RAW = 1;
export const BYTES = 2;
export const TEMPLATE = 4;
const PREFIXES = new Uint8Array(256);
for (const [letters, flag] of [
  ['rR', RAW],
  ['bB', BYTES],
  ['fFtT', TEMPLATE],
  ['uU', 8],
] as const) {
  for (const letter of letters) {
    PREFIXES[letter.charCodeAt(0)] = flag;
  }
}

/** Flags of the letters before an opening quote. */
export function prefixBefore(bytes: Buffer, quote: number): number {
  let flags = 0;
  let start = quote;
  for (; isIdentifier(bytes[start - 1]); start -= 1) {
    const flag = PREFIXES[bytes[start - 1] as number] as number;
    // A word that stands right before a literal: `in"abc"`.
    if (flag === 0 || quote - start === 2) {
      return 0;
    }
    flags |= flag;
  }
  return flags;
}

const ignore: OnWord = () => undefined;

/** Moves past the literal whose opening quote is here. One that never ends goes to the end of its line or of the file. */
export function skipString(at: Cursor, onWord: OnWord = ignore, nesting = 0): void {
  const { bytes, pos } = at;
  const quote = bytes[pos] as number;
  const triple = bytes[pos + 1] === quote && bytes[pos + 2] === quote;
  const prefix = isIdentifier(bytes[pos - 1]) ? prefixBefore(bytes, pos) : 0;
  at.pos += triple ? 3 : 1;
  if (prefix & TEMPLATE && nesting < MAX_NESTING) {
    skipTemplate(at, { quote, triple, raw: (prefix & RAW) !== 0, onWord, nesting });
  } else if (triple) {
    at.pos = endOfTriple(bytes, at.pos, quote);
    at.line += countLines(bytes, pos, at.pos);
  } else {
    skipSingle(at, quote);
  }
}

/** Moves past the triple-quoted literal whose opening quote is here; its lines are not counted. */
export function skipTriple(at: Cursor): void {
  const { bytes, pos } = at;
  if (prefixBefore(bytes, pos) & TEMPLATE) {
    skipString(at);
  } else {
    at.pos = endOfTriple(bytes, pos + 3, bytes[pos] as number);
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

export const TRIPLES = {
  [DOUBLE_QUOTE]: Buffer.from('"""'),
  [SINGLE_QUOTE]: Buffer.from("'''"),
} as Readonly<Record<number, Buffer>>;

/** Behind the three quotes that end a literal whose text begins here. */
function endOfTriple(bytes: Buffer, start: number, quote: number): number {
  const text = TRIPLES[quote] as Buffer;
  let end = bytes.indexOf(text, start);
  while (end >= 0 && isEscaped(bytes, end, start)) {
    end = bytes.indexOf(text, end + 1);
  }
  return end < 0 ? bytes.length : end + 3;
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
