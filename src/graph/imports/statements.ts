/** What stands after `import`, `from` and the names of functions that import. */
import {
  CLOSE,
  COMMA,
  type Cursor,
  DOT,
  isIdentifier,
  isWordAt,
  OPEN,
  readIdentifier,
  STAR,
  skipBlanks,
} from './bytes';
import { prefixBefore, skipString } from './strings';

/** Modules that one statement names, as written. */
export interface Statement {
  readonly modules: readonly string[];
  /** Dots in front. */
  readonly level: number;
  /** Of `from`: what is taken out of the module. */
  readonly names?: readonly string[];
}

/** After the word `import`. `undefined` where no statement follows; the cursor is then anywhere. */
export function readImport(at: Cursor): Statement | undefined {
  const modules: string[] = [];
  do {
    skipBlanks(at, false);
    const module = readDotted(at);
    if (module === '') {
      return modules.length > 0 ? { modules, level: 0 } : undefined;
    }
    modules.push(module);
    skipAlias(at, false);
  } while (eat(at, COMMA));
  return { modules, level: 0 };
}

/** After the word `from`. `undefined` for `yield from`, `raise … from` and what is no statement. */
export function readFrom(at: Cursor): Statement | undefined {
  let level = 0;
  skipBlanks(at, false);
  while (eat(at, DOT)) {
    level += 1;
    skipBlanks(at, false);
  }
  const module = isWordAt(at.bytes, at.pos, 'import') ? '' : readDotted(at);
  skipBlanks(at, false);
  if ((module === '' && level === 0) || !isWordAt(at.bytes, at.pos, 'import')) {
    return undefined;
  }
  at.pos += 'import'.length;
  const names = readNames(at);
  return names.length === 0 ? undefined : { modules: [module], level, names };
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

/**
 * A call of `import_module` or `__import__` whose name begins here: the module that its literal names, `null` where it is
 * computed, `undefined` where there is no call. The cursor stays.
 */
export function readCall(at: Cursor, word: 'import_module' | '__import__'): string | null | undefined {
  const { bytes, pos } = at;
  const before = bytes.toString('latin1', Math.max(0, pos - 40), pos);
  if (DEFINITION.test(before) || (METHOD.test(before) && !OWN_METHOD.test(before))) {
    return undefined;
  }
  const ahead: Cursor = { bytes, pos: pos + word.length, line: 0 };
  skipBlanks(ahead, true);
  if (!eat(ahead, OPEN)) {
    return undefined;
  }
  skipBlanks(ahead, true);
  if (isWordAt(bytes, ahead.pos, 'name')) {
    ahead.pos += 'name'.length;
    skipBlanks(ahead, true);
    eat(ahead, 61);
    skipBlanks(ahead, true);
  }
  return readLiteral(ahead);
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
    skipString(at, () => undefined);
    const width = bytes[open + 1] === quote && bytes[open + 2] === quote && at.pos - open >= 6 ? 3 : 1;
    const part = bytes.toString('utf8', open + width, at.pos - width);
    if (prefix.template || prefix.bytes || !ORDINARY.test(part)) {
      return null;
    }
    text += part;
    some = true;
    skipBlanks(at, true);
  }
  const next = bytes[at.pos];
  return some && (next === COMMA || next === CLOSE) ? text : null;
}
