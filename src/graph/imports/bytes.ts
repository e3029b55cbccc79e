/** Bytes of Python sources: what each may begin, and a cursor that knows its line. */

export const NEWLINE = 10;
export const BACKSLASH = 92;
export const HASH = 35;
export const DOT = 46;
export const COMMA = 44;
export const OPEN = 40;
export const CLOSE = 41;
export const STAR = 42;
export const COLON = 58;
export const OPEN_CURLY = 123;
export const CLOSE_CURLY = 125;
export const SEMICOLON = 59;
export const SINGLE_QUOTE = 39;
export const DOUBLE_QUOTE = 34;
export const SPACE = 32;
export const TAB = 9;
export const FORM_FEED = 12;

/** A place in a source whose lines end with a line feed. */
export interface Cursor {
  readonly bytes: Buffer;
  pos: number;
  /** 1-based line of `pos`. */
  line: number;
}

/** Letters, digits, `_` and whatever is not ASCII. */
const IDENTIFIER = new Uint8Array(256).map((_, byte) => Number(byte >= 128 || /\w/.test(String.fromCharCode(byte))));

export function isIdentifier(byte: number | undefined): boolean {
  return byte !== undefined && IDENTIFIER[byte] === 1;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === FORM_FEED;
}

/** Whether a whole word stands here. */
export function isWordAt(bytes: Buffer, pos: number, word: string): boolean {
  for (let i = 0; i < word.length; i += 1) {
    if (bytes[pos + i] !== word.charCodeAt(i)) {
      return false;
    }
  }
  return !isIdentifier(bytes[pos + word.length]);
}

/** Past blanks and continued lines; with `lines` also past ends of lines and comments, as between brackets. */
export function skipBlanks(at: Cursor, lines: boolean): void {
  const { bytes } = at;
  for (;;) {
    const byte = bytes[at.pos];
    if (isBlank(byte)) {
      at.pos += 1;
    } else if (byte === BACKSLASH && bytes[at.pos + 1] === NEWLINE) {
      at.pos += 2;
      at.line += 1;
    } else if (lines && byte === NEWLINE) {
      at.pos += 1;
      at.line += 1;
    } else if (lines && byte === HASH) {
      at.pos = endOfLine(bytes, at.pos);
    } else {
      return;
    }
  }
}

/** Where the line's end is, or the end of the source. */
export function endOfLine(bytes: Buffer, pos: number): number {
  const end = bytes.indexOf(NEWLINE, pos);
  return end < 0 ? bytes.length : end;
}

/** The identifier here, '' where none is; names outside of ASCII count as Python reads them (NFKC). */
export function readIdentifier(at: Cursor): string {
  const { bytes, pos } = at;
  let end = pos;
  let ascii = true;
  for (let byte = bytes[end]; isIdentifier(byte); byte = bytes[end]) {
    ascii &&= (byte as number) < 128;
    end += 1;
  }
  at.pos = end;
  return ascii ? bytes.toString('latin1', pos, end) : bytes.toString('utf8', pos, end).normalize('NFKC');
}
