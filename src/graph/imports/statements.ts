/** What stands after `import`, `from` and the names of functions that import. */
import {
  BACKSLASH,
  CLOSE,
  COMMA,
  type Cursor,
  DOT,
  isIdentifier,
  isWordAt,
  NEWLINE,
  OPEN,
  readIdentifier,
  STAR,
  skipBlanks,
} from './bytes';
import { COMPUTED } from './shapes';
import { BYTES, prefixBefore, skipString, TEMPLATE } from './strings';

/** What was read before, by the text from the first word to the end of its line: few lines are new. */
export type Statements = Map<string, Statement>;

interface Statement {
  /** None where no statement stands. */
  readonly shapes: readonly string[];
  /** Bytes. */
  readonly length: number;
}

/** Distinct statements of one scan that are kept; more would cost more than they save. */
const MOST = 20_000;

export function newStatements(): Statements {
  return new Map();
}

/** At a word that may begin an import: the shape of each module that is named there. Past what was read, or at the word's end. */
export function readShapes(at: Cursor, statements: Statements): readonly string[] {
  const { bytes, pos } = at;
  const isKeyword = isWordAt(bytes, pos, 'import') || isWordAt(bytes, pos, 'from');
  const shapes = isKeyword ? readStatement(at, statements) : readCall(at);
  if (at.pos === pos) {
    while (isIdentifier(bytes[at.pos])) {
      at.pos += 1;
    }
  }
  return shapes;
}

/** The cursor stays where no statement stands. */
function readStatement(at: Cursor, statements: Statements): readonly string[] {
  const { bytes, pos, line } = at;
  let end = pos;
  while (end < bytes.length && bytes[end] !== NEWLINE) {
    end += 1;
  }
  const text = bytes.toString('latin1', pos, end);
  const known = statements.get(text);
  if (known) {
    at.pos += known.length;
    return known.shapes;
  }
  const simple = SIMPLE.exec(text);
  const shapes = simple ? [shapeOf(simple)] : readNew(at);
  if (simple) {
    at.pos = end;
  }
  // What goes on in the next line says more than this text.
  const isWhole = at.pos <= end && bytes[end - 1] !== BACKSLASH;
  if (shapes.length === 0) {
    at.pos = pos;
    at.line = line;
  }
  if (isWhole && statements.size < MOST) {
    statements.set(text, { shapes, length: at.pos - pos });
  }
  return shapes;
}

/** Most statements look like this. */
const SIMPLE = /^(?:import ([a-zA-Z_][\w.]*)|from (\.*[a-zA-Z_][\w.]*|\.+) import (\w+(?:, \w+)*))$/;

function shapeOf([, module, from, names = '']: RegExpExecArray): string {
  return module ?? `${from} ${names.includes(' ') ? names.replaceAll(', ', ',') : names}`;
}

function readNew(at: Cursor): string[] {
  const isFrom = isWordAt(at.bytes, at.pos, 'from');
  at.pos += isFrom ? 'from'.length : 'import'.length;
  return isFrom ? readFrom(at) : readImport(at);
}

function readImport(at: Cursor): string[] {
  const modules: string[] = [];
  do {
    skipBlanks(at, false);
    const module = readDotted(at);
    if (module === '') {
      return modules;
    }
    modules.push(module);
    skipAlias(at, false);
  } while (eat(at, COMMA));
  return modules;
}

/** Nothing for `yield from`, `raise … from`. */
function readFrom(at: Cursor): string[] {
  let dots = '';
  skipBlanks(at, false);
  while (eat(at, DOT)) {
    dots += '.';
    skipBlanks(at, false);
  }
  const module = isWordAt(at.bytes, at.pos, 'import') ? '' : readDotted(at);
  skipBlanks(at, false);
  if ((module === '' && dots === '') || !isWordAt(at.bytes, at.pos, 'import')) {
    return [];
  }
  at.pos += 'import'.length;
  const names = readNames(at);
  return names.length === 0 ? [] : [`${dots}${module} ${names.join(',')}`];
}

function readNames(at: Cursor): string[] {
  skipBlanks(at, false);
  if (eat(at, STAR)) {
    return ['*'];
  }
  const between = eat(at, OPEN);
  const names: string[] = [];
  do {
    skipBlanks(at, between);
    const name = readIdentifier(at);
    if (name === '') {
      break;
    }
    names.push(name);
    skipAlias(at, between);
  } while (eat(at, COMMA));
  if (between) {
    skipBlanks(at, true);
    eat(at, CLOSE);
  }
  return names;
}

/** `a.b . c`; '' where no name stands. */
function readDotted(at: Cursor): string {
  let name = readIdentifier(at);
  if (name === '') {
    return '';
  }
  for (;;) {
    const { pos, line } = at;
    skipBlanks(at, false);
    if (!eat(at, DOT)) {
      at.pos = pos;
      at.line = line;
      return name;
    }
    skipBlanks(at, false);
    name += `.${readIdentifier(at)}`;
  }
}

function skipAlias(at: Cursor, between: boolean): void {
  skipBlanks(at, between);
  if (isWordAt(at.bytes, at.pos, 'as')) {
    at.pos += 2;
    skipBlanks(at, between);
    readIdentifier(at);
    skipBlanks(at, between);
  }
}

function eat(at: Cursor, byte: number): boolean {
  if (at.bytes[at.pos] !== byte) {
    return false;
  }
  at.pos += 1;
  return true;
}

/** What stands before the name in its line: another object's method and a definition are no calls. */
const METHOD = /\.[ \t]*$/;
const OWN_METHOD = /(?:^|[^\w.])(importlib|builtins|__builtins__|__builtin__)[ \t]*\.[ \t]*$/;
const DEFINITION = /(?:^|[^\w.])def[ \t]+$/;
const ORDINARY = /^[^\\]*$/;

const CALLED = ['import_module', '__import__'] as const;

export function isCall(bytes: Buffer, pos: number): boolean {
  return CALLED.some((name) => isWordAt(bytes, pos, name));
}

/** A call of a function that imports, if its name begins here: what its literal names, or `COMPUTED`. The cursor stays. */
function readCall({ bytes, pos }: Cursor): readonly string[] {
  const word = CALLED.find((name) => isWordAt(bytes, pos, name));
  const before = bytes.toString('latin1', Math.max(0, pos - 40), pos);
  if (word === undefined || DEFINITION.test(before) || (METHOD.test(before) && !OWN_METHOD.test(before))) {
    return [];
  }
  const ahead: Cursor = { bytes, pos: pos + word.length, line: 0 };
  skipBlanks(ahead, true);
  if (!eat(ahead, OPEN)) {
    return [];
  }
  skipBlanks(ahead, true);
  if (isWordAt(bytes, ahead.pos, 'name')) {
    ahead.pos += 'name'.length;
    skipBlanks(ahead, true);
    eat(ahead, 61);
    skipBlanks(ahead, true);
  }
  const literal = readLiteral(ahead);
  return [literal === null ? COMPUTED : `${literal}()`];
}

/** The text of an argument that is one literal, or several side by side. */
function readLiteral(at: Cursor): string | null {
  const { bytes } = at;
  let text = '';
  let some = false;
  for (;;) {
    const start = at.pos;
    while (isIdentifier(bytes[at.pos]) && at.pos - start < 3) {
      at.pos += 1;
    }
    const quote = bytes[at.pos];
    if (quote !== 34 && quote !== 39) {
      at.pos = start;
      break;
    }
    const prefix = prefixBefore(bytes, at.pos);
    const open = at.pos;
    skipString(at);
    const width = bytes[open + 1] === quote && bytes[open + 2] === quote && at.pos - open >= 6 ? 3 : 1;
    const part = bytes.toString('utf8', open + width, at.pos - width);
    if (prefix & (TEMPLATE | BYTES) || !ORDINARY.test(part)) {
      return null;
    }
    text += part;
    some = true;
    skipBlanks(at, true);
  }
  const next = bytes[at.pos];
  return some && (next === COMMA || next === CLOSE) ? text : null;
}
