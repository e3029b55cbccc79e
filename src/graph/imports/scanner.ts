/**
 * What a Python source imports, found without reading all of it: the word is searched for, and the literals of several
 * lines that may hide it. Between those, a line tells by itself what is code in it.
 */
import { BACKSLASH, CLOSE_CURLY, DOUBLE_QUOTE, HASH, NEWLINE, SINGLE_QUOTE } from './bytes';
import { findCandidates } from './candidates';
import { lexImports, type PlacedImport, skipTo } from './lexer';
import { readableSource } from './source';
import { isCall, newStatements, readShapes, type Statements } from './statements';
import { skipTriple, TRIPLES } from './strings';

/** Another version finds something else: what was kept of an older one is scanned again. */
export const SCANNER_VERSION = 2;

const NOTHING: readonly string[] = [];

/**
 * Every import in order, as shapes (see `shapes.ts`). Never throws, whatever the bytes are.
 * @param source a file's bytes, of any version of Python
 * @param statements what other files of the same scan had
 */
export function findImports(source: Buffer, statements: Statements = newStatements()): readonly string[] {
  const bytes = readableSource(source);
  const starts = findCandidates(bytes);
  if (starts.length === 0) {
    return NOTHING;
  }
  return jump(bytes, starts, statements) ?? lexImports(bytes, starts, statements).map(({ shape }) => shape);
}

/** The same imports with their places; all of the source up to the last one has to be read for that. */
export function placeImports(source: Buffer, statements: Statements = newStatements()): PlacedImport[] {
  const bytes = readableSource(source);
  return lexImports(bytes, findCandidates(bytes), statements);
}

/** From candidate to candidate, past triple-quoted literals. `undefined` where a literal may hold code that counts. */
function jump(bytes: Buffer, starts: readonly number[], statements: Statements): string[] | undefined {
  const shapes: string[] = [];
  const at = { bytes, pos: 0, line: 1 };
  const triples = newTriples(bytes.subarray(0, starts[starts.length - 1]));
  for (const start of starts) {
    for (let next = nextTriple(triples, at.pos); next < start; next = nextTriple(triples, at.pos)) {
      const reached = reach(bytes, at.pos, next);
      if (reached === undefined) {
        return undefined;
      }
      at.pos = reached;
      if (reached === next) {
        skipTriple(at);
      }
    }
    const reached = start < at.pos ? at.pos : reach(bytes, at.pos, start);
    if (reached === undefined || (reached !== start && isCall(bytes, start))) {
      return undefined;
    }
    at.pos = reached;
    if (reached === start) {
      shapes.push(...readShapes(at, statements));
    }
  }
  return shapes;
}

/**
 * From a place in code, with no triple quotes on the way, to `stop` if that is code too, else to the end of the literal or
 * comment that it is in. Only the last line has to be looked at. `undefined` where that line tells too little.
 */
function reach(bytes: Buffer, start: number, stop: number): number | undefined {
  let line = stop;
  let isPlain = true;
  for (; line > start; line -= 1) {
    const byte = bytes[line - 1];
    if (byte === NEWLINE) {
      if (bytes[line - 2] !== BACKSLASH) {
        break;
      }
      // The line above goes on here: with a statement, a literal, or not at all if it is a comment.
      isPlain = false;
    }
    isPlain &&= byte !== DOUBLE_QUOTE && byte !== SINGLE_QUOTE && byte !== HASH && byte !== CLOSE_CURLY;
  }
  return isPlain ? stop : skipTo(bytes, line, stop);
}

interface Triples {
  readonly bytes: Buffer;
  double: number;
  single: number;
}

function newTriples(bytes: Buffer): Triples {
  return { bytes, double: -1, single: -1 };
}

/** Where three quotes stand at `pos` or behind it, or infinity. */
function nextTriple(triples: Triples, pos: number): number {
  if (triples.double < pos) {
    triples.double = search(triples.bytes, TRIPLES[DOUBLE_QUOTE] as Buffer, pos);
  }
  if (triples.single < pos) {
    triples.single = search(triples.bytes, TRIPLES[SINGLE_QUOTE] as Buffer, pos);
  }
  return Math.min(triples.double, triples.single);
}

function search(bytes: Buffer, text: Buffer, pos: number): number {
  const found = bytes.indexOf(text, pos);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}
