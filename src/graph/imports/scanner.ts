/**
 * Imports of a Python source, found without a parser: `import` is a keyword, so all that has to be known is what is text
 * and what is code. Nothing behind the last "import" is looked at. Never throws, whatever the bytes are.
 */
import { awaitsHandler, type Blocks, newBlocks, openLine, type Where, whereNow } from './blocks';
import { type Cursor, DOT, endOfLine, FORM_FEED, HASH, isIdentifier, isWordAt, NEWLINE } from './bytes';
import { readableSource } from './source';
import { readCall, readFrom, readImport, type Statement } from './statements';
import { skipString } from './strings';

export type { Where } from './blocks';

/** Another version finds something else: what was kept of an older one is scanned again. */
export const SCANNER_VERSION = 1;

export interface FoundImport {
  /** Dotted, as written; '' for `from . import a`. */
  readonly module: string;
  /** Dots in front of a relative import. */
  readonly level: number;
  /** Of `from module import a, b`: `a` and `b` may be modules. `['*']` for all. */
  readonly names?: readonly string[];
  /** 1-based, of the statement's first word. */
  readonly line: number;
  readonly where: Where;
  /** `importlib.import_module("literal")`, `__import__("literal")`. */
  readonly dynamic?: true;
}

export interface Scan {
  readonly imports: readonly FoundImport[];
  /** Lines of calls that import what a value says. */
  readonly computed: readonly number[];
}

interface Found extends FoundImport {
  where: Where;
  readonly defs: number;
}

interface State extends Cursor {
  depth: number;
  readonly found: Found[];
  readonly computed: number[];
  readonly blocks: Blocks;
  /** What literals show their code to. */
  readonly onWord: () => void;
}

const IMPORT = Buffer.from('import');
const NOTHING: Scan = { imports: [], computed: [] };

/** @param source a file's bytes, of any version of Python */
export function scanImports(source: Buffer): Scan {
  const last = source.lastIndexOf(IMPORT);
  if (last < 0) {
    return NOTHING;
  }
  const bytes = readableSource(source);
  const found: Found[] = [];
  const state: State = {
    bytes,
    pos: 0,
    line: 1,
    depth: 0,
    found,
    computed: [],
    blocks: newBlocks(found),
    onWord: () => word(state),
  };
  startLine(state);
  lex(state, bytes === source ? last : bytes.lastIndexOf(IMPORT));
  // A handler behind the last import still says whether it is guarded.
  while (awaitsHandler(state.blocks) && state.pos < bytes.length) {
    lex(state, Math.min(endOfLine(bytes, state.pos), bytes.length - 1));
  }
  return { imports: found.map(({ defs, ...one }) => one), computed: state.computed };
}

const ENDS_LINE = 1;
const COMMENT = 2;
const QUOTE = 3;
const OPENS = 4;
const CLOSES = 5;
const CONTINUES = 6;
/** First letters of `import`, `from`, `__import__`. */
const WORD = 7;
const CLASSES = new Uint8Array(256);
for (const [characters, meaning] of [
  ['\n', ENDS_LINE],
  ['#', COMMENT],
  ['"\'', QUOTE],
  ['([{', OPENS],
  [')]}', CLOSES],
  ['\\', CONTINUES],
  ['if_', WORD],
] as const) {
  for (const character of characters) {
    CLASSES[character.charCodeAt(0)] = meaning;
  }
}

/** Reads on until it is past `last`. The one loop that sees every byte: it keeps its place in local variables. */
function lex(state: State, last: number): void {
  const { bytes } = state;
  let { pos } = state;
  while (pos <= last) {
    const meaning = CLASSES[bytes[pos] as number];
    if (meaning === 0) {
      pos += 1;
      continue;
    }
    if (meaning === WORD && !mayBegin(bytes, pos)) {
      pos += 1;
      continue;
    }
    state.pos = pos;
    token(state, meaning as number);
    pos = state.pos;
  }
  state.pos = pos;
}

/** `imp…`, `fro…`, `__i…` at the start of a word. */
function mayBegin(bytes: Buffer, pos: number): boolean {
  const second = bytes[pos + 1];
  const third = bytes[pos + 2];
  return (
    ((second === 109 && third === 112) || (second === 114 && third === 111) || (second === 95 && third === 105)) &&
    !isIdentifier(bytes[pos - 1])
  );
}

function token(state: State, meaning: number): void {
  const { bytes, pos } = state;
  switch (meaning) {
    case ENDS_LINE:
      state.pos += 1;
      state.line += 1;
      if (state.depth === 0) {
        startLine(state);
      }
      return;
    case COMMENT:
      state.pos = endOfLine(bytes, pos);
      return;
    case QUOTE:
      skipString(state, state.onWord);
      return;
    case OPENS:
      state.depth += 1;
      state.pos += 1;
      return;
    case CLOSES:
      state.depth -= state.depth > 0 ? 1 : 0;
      state.pos += 1;
      return;
    case CONTINUES:
      state.line += bytes[pos + 1] === NEWLINE ? 1 : 0;
      state.pos += 2;
      return;
    default:
      word(state);
  }
}

/** At the start of a line that no bracket holds open. */
function startLine(state: State): void {
  const { bytes } = state;
  let column = 0;
  let { pos } = state;
  for (; ; pos += 1) {
    const byte = bytes[pos];
    if (byte === 32) {
      column += 1;
    } else if (byte === 9) {
      column = (column | 7) + 1;
    } else if (byte === FORM_FEED) {
      column = 0;
    } else {
      break;
    }
  }
  state.pos = pos;
  const first = bytes[pos];
  if (first !== NEWLINE && first !== HASH && first !== undefined) {
    openLine(state.blocks, state, column);
  }
}

/** A word that may be a keyword or a function that imports. */
function word(state: State): void {
  const { bytes, pos, line } = state;
  const statement = bytes[pos - 1] !== DOT ? keyword(state) : undefined;
  if (statement) {
    const { names, level } = statement;
    const here = whereNow(state.blocks);
    for (const module of statement.modules) {
      state.found.push({ module, level, ...(names ? { names } : {}), line, ...here });
    }
    return;
  }
  state.line = line;
  state.pos = pos;
  const name = (['import_module', '__import__'] as const).find((candidate) => isWordAt(bytes, pos, candidate));
  if (name) {
    call(state, name);
  }
  while (isIdentifier(bytes[state.pos])) {
    state.pos += 1;
  }
}

function keyword(state: State): Statement | undefined {
  const { bytes, pos } = state;
  if (isWordAt(bytes, pos, 'import')) {
    state.pos += 'import'.length;
    return readImport(state);
  }
  if (isWordAt(bytes, pos, 'from')) {
    state.pos += 'from'.length;
    return readFrom(state);
  }
  return undefined;
}

function call(state: State, name: 'import_module' | '__import__'): void {
  const literal = readCall(state, name);
  if (typeof literal === 'string') {
    const level = /^\.*/.exec(literal)?.[0].length ?? 0;
    const here = whereNow(state.blocks);
    state.found.push({ module: literal.slice(level), level, line: state.line, ...here, dynamic: true });
  } else if (literal === null) {
    state.computed.push(state.line);
  }
}
