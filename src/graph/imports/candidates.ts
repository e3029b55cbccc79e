/** Where imports may begin: found by searching for the word, so that nothing behind the last of these has to be read. */
import { BACKSLASH, COLON, DOT, isBlank, isIdentifier, isWordAt, NEWLINE, OPEN, SEMICOLON, STAR } from './bytes';

const IMPORT = Buffer.from('import');

/**
 * Positions of `from`, `import`, `import_module` and `__import__`, in order. All that is code is among them; some are part
 * of a text or of a comment.
 * @param bytes lines end with a line feed
 */
export function findCandidates(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let pos = bytes.indexOf(IMPORT); pos >= 0; pos = bytes.indexOf(IMPORT, pos + IMPORT.length)) {
    const next = bytes[pos + IMPORT.length];
    if (isIdentifier(next)) {
      addCall(bytes, pos, found);
    } else if (isBlank(next) || next === BACKSLASH || next === OPEN || next === STAR) {
      addStatement(bytes, pos, found);
    }
  }
  return found;
}

function addCall(bytes: Buffer, pos: number, found: number[]): void {
  const isDunder = bytes[pos - 1] === 95;
  const start = isDunder ? pos - 2 : pos;
  if (isWordAt(bytes, start, isDunder ? '__import__' : 'import_module') && !isIdentifier(bytes[start - 1])) {
    found.push(start);
  }
}

/** Before `import` stand a statement's start, `from` with a module, or `lazy`. */
function addStatement(bytes: Buffer, pos: number, found: number[]): void {
  let before = pos - 1;
  while (isBlank(bytes[before])) {
    before -= 1;
  }
  const byte = bytes[before];
  const isContinued = byte === NEWLINE && bytes[before - 1] === BACKSLASH;
  if (byte === undefined || (byte === NEWLINE && !isContinued) || byte === SEMICOLON || byte === COLON) {
    found.push(pos);
    return;
  }
  const from = fromBefore(bytes, before);
  if (from !== undefined && from >= (found[found.length - 1] ?? 0)) {
    found.push(from);
  }
  // The backslash may end a comment, and then it continues nothing.
  if (isContinued || (byte === 121 && isWordAt(bytes, before - 3, 'lazy'))) {
    found.push(pos);
  }
}

/** The nearest `from` in front of a dotted name that ends here. */
function fromBefore(bytes: Buffer, end: number): number | undefined {
  for (let pos = end; pos >= 0; pos -= 1) {
    const byte = bytes[pos];
    if (byte === NEWLINE && bytes[pos - 1] === BACKSLASH) {
      pos -= 1;
    } else if (!isIdentifier(byte) && byte !== DOT && !isBlank(byte)) {
      return undefined;
    } else if (byte === 102 && isWordAt(bytes, pos, 'from') && !isIdentifier(bytes[pos - 1])) {
      return bytes[pos - 1] === DOT ? undefined : pos;
    }
  }
  return undefined;
}
