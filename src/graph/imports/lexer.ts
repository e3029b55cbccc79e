/**
 * Reads a Python source from its beginning to its last import and says of each where it stands. What is text and what is
 * code is all that has to be known for that, and which statements enclose it. Never throws, whatever the bytes are.
 */
import { awaitsHandler, type Blocks, mayChange, newBlocks, openLine, type Where, whereNow } from './blocks';
import { CLOSE_CURLY, type Cursor, endOfLine, FORM_FEED, HASH, NEWLINE, SPACE, TAB } from './bytes';
import { readShapes, type Statements } from './statements';
import { skipString } from './strings';

export type { Where } from './blocks';

export interface PlacedImport {
  /** See `shapes.ts`. */
  readonly shape: string;
  /** 1-based, of the statement's first word. */
  readonly line: number;
  readonly where: Where;
}

interface Found extends PlacedImport {
  where: Where;
  /** Functions around. */
  readonly defs: number;
}

interface State extends Cursor {
  depth: number;
  /** A brace was closed that nothing opened. */
  isInside: boolean;
  readonly found: Found[];
  readonly blocks: Blocks;
  /** What literals show their code to. */
  readonly onWord: () => void;
}

/**
 * @param bytes a source as `readableSource` gives it
 * @param candidates where imports may begin, in order
 */
export function lexImports(bytes: Buffer, candidates: readonly number[], statements: Statements): PlacedImport[] {
  const state = startAt(bytes, 0, statements);
  startLine(state);
  for (const candidate of candidates) {
    // Otherwise it was part of what was passed last.
    if (candidate >= state.pos) {
      lex(state, candidate);
      if (state.pos === candidate) {
        word(state, statements);
      }
    }
  }
  // A handler behind the last import still says whether it is guarded.
  while (awaitsHandler(state.blocks) && state.pos < bytes.length) {
    lex(state, Math.min(endOfLine(bytes, state.pos) + 1, bytes.length));
  }
  return state.found;
}

/**
 * Where reading on from a place in a line of code gets to: `stop` itself where that is code too, else the end of the
 * literal or comment that it is in. `undefined` where a field of a literal ends that began above (Python 3.12).
 */
export function skipTo(bytes: Buffer, start: number, stop: number): number | undefined {
  const state = startAt(bytes, start, new Map());
  lex(state, stop);
  return state.isInside ? undefined : state.pos;
}

function startAt(bytes: Buffer, pos: number, statements: Statements): State {
  const found: Found[] = [];
  const state: State = {
    bytes,
    pos,
    line: 1,
    depth: 0,
    isInside: false,
    found,
    blocks: newBlocks(found),
    onWord: () => word(state, statements),
  };
  return state;
}

const ENDS_LINE = 1;
const COMMENT = 2;
const QUOTE = 3;
const OPENS = 4;
const CLOSES = 5;
const CONTINUES = 6;
const CLASSES = new Uint8Array(256);
for (const [characters, meaning] of [
  ['\n', ENDS_LINE],
  ['#', COMMENT],
  ['"\'', QUOTE],
  ['([{', OPENS],
  [')]}', CLOSES],
  ['\\', CONTINUES],
] as const) {
  for (const character of characters) {
    CLASSES[character.charCodeAt(0)] = meaning;
  }
}

/** Reads on until it is at `stop` or past it. The one loop that sees every byte: it keeps its place in local variables. */
function lex(state: State, stop: number): void {
  const { bytes } = state;
  let { pos } = state;
  while (pos < stop) {
    const meaning = CLASSES[bytes[pos] as number] as number;
    if (meaning === 0) {
      pos += 1;
    } else {
      state.pos = pos;
      token(state, meaning);
      pos = state.pos;
    }
  }
  state.pos = pos;
}

function token(state: State, meaning: number): void {
  switch (meaning) {
    case ENDS_LINE:
      state.pos += 1;
      state.line += 1;
      if (state.depth === 0) {
        startLine(state);
      }
      return;
    case COMMENT:
      state.pos = endOfLine(state.bytes, state.pos);
      return;
    case QUOTE:
      skipString(state, state.onWord);
      return;
    case OPENS:
      state.depth += 1;
      state.pos += 1;
      return;
    case CLOSES:
      state.isInside ||= state.depth === 0 && state.bytes[state.pos] === CLOSE_CURLY;
      state.depth -= state.depth > 0 ? 1 : 0;
      state.pos += 1;
      return;
    default:
      state.line += state.bytes[state.pos + 1] === NEWLINE ? 1 : 0;
      state.pos += 2;
  }
}

/** At the start of a line that no bracket holds open. */
function startLine(state: State): void {
  const { bytes, blocks } = state;
  let { pos } = state;
  let column = 0;
  for (; ; pos += 1) {
    const byte = bytes[pos];
    if (byte === SPACE) {
      column += 1;
    } else if (byte === TAB) {
      column = (column | 7) + 1;
    } else if (byte === FORM_FEED) {
      column = 0;
    } else {
      break;
    }
  }
  state.pos = pos;
  const first = bytes[pos];
  if (first !== NEWLINE && first !== HASH && first !== undefined && mayChange(blocks, first, column)) {
    openLine(blocks, state, column);
  }
}

/** At a word of code that may begin an import; past it. */
function word(state: State, statements: Statements): void {
  const { line } = state;
  const { where, defs } = whereNow(state.blocks);
  for (const shape of readShapes(state, statements)) {
    state.found.push({ shape, line, where, defs });
  }
}
