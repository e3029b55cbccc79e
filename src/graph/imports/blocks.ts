/** Which statements enclose a line: functions, `if TYPE_CHECKING`, `try` with a handler for imports that fail. */
import { type Cursor, endOfLine, HASH, isWordAt, NEWLINE } from './bytes';

/** Under what an import runs; the first that holds of: never, guarded, when called, on loading. */
export type Where = 'module' | 'function' | 'type-checking' | 'try';

export interface Block {
  readonly indent: number;
  readonly kind: 'def' | 'typing' | 'not-typing' | 'try' | 'handler' | 'guarded';
  /** What holds for imports directly in it. */
  readonly typing: boolean;
  readonly guarded: boolean;
  /** Functions around, this one included. */
  readonly defs: number;
  /** Of `try` and its handlers: imports that its body made. */
  readonly from: number;
  readonly to: number;
}

/** What blocks change in imports that were found before: `try` bodies come before their handlers. */
export interface Guardable {
  where: Where;
  readonly defs: number;
}

export interface Blocks {
  readonly stack: Block[];
  readonly imports: Guardable[];
}

export function newBlocks(imports: Guardable[]): Blocks {
  return { stack: [], imports };
}

/** First letters of what opens a block that counts, or follows one. */
const OPENS = new Uint8Array(256);
for (const letter of 'daitwe') {
  OPENS[letter.charCodeAt(0)] = 1;
}

/** Whether a line can open or close anything: most are passed by this. */
export function mayChange({ stack }: Blocks, first: number, indent: number): boolean {
  return OPENS[first] === 1 || (stack.length > 0 && (stack[stack.length - 1] as Block).indent >= indent);
}

export function whereNow({ stack }: Blocks): { where: Where; defs: number } {
  const top = stack[stack.length - 1];
  if (!top) {
    return { where: 'module', defs: 0 };
  }
  const where = top.typing ? 'type-checking' : top.guarded ? 'try' : top.defs > 0 ? 'function' : 'module';
  return { where, defs: top.defs };
}

/** Whether a handler that is still to come can change something that was found. */
export function awaitsHandler({ stack, imports }: Blocks): boolean {
  return stack.some(({ kind, from, to }) => (kind === 'try' ? imports.length > from : kind === 'handler' && to > from));
}

/**
 * At the first character of a logical line: closes what ends above it, opens what begins with it.
 * @param indent its column, tabs counted as Python counts them
 */
export function openLine(blocks: Blocks, at: Cursor, indent: number): void {
  const { stack } = blocks;
  let closed: Block | undefined;
  for (let top = stack[stack.length - 1]; top && top.indent >= indent; top = stack[stack.length - 1]) {
    closed = stack.pop();
  }
  const sibling = closed?.indent === indent ? closed : undefined;
  const { bytes, pos } = at;
  switch (bytes[pos]) {
    case 100: // d
      return isWordAt(bytes, pos, 'def') ? push(blocks, { indent, kind: 'def' }) : undefined;
    case 97: // a
      return isAsyncDef(at) ? push(blocks, { indent, kind: 'def' }) : undefined;
    case 105: // i
      return isWordAt(bytes, pos, 'if') ? openIf(blocks, at, indent, 2) : undefined;
    case 116: // t
      return isWordAt(bytes, pos, 'try') ? push(blocks, { indent, kind: 'try' }) : undefined;
    case 119: // w
      return isWordAt(bytes, pos, 'with') ? openWith(blocks, at, indent) : undefined;
    case 101: // e
      return isWordAt(bytes, pos, 'except')
        ? openHandler(blocks, at, indent, sibling)
        : openElse(blocks, at, indent, sibling);
    default:
      return undefined;
  }
}

function push(
  { stack, imports }: Blocks,
  { indent, kind, from, to }: Pick<Block, 'indent' | 'kind'> & Partial<Block>,
): void {
  const above = stack[stack.length - 1];
  stack.push({
    indent,
    kind,
    typing: kind === 'typing' || (above?.typing ?? false),
    // What a function imports is imported when it is called: a `try` around its definition does not guard it.
    guarded: kind === 'guarded' || (kind !== 'def' && (above?.guarded ?? false)),
    defs: (above?.defs ?? 0) + (kind === 'def' ? 1 : 0),
    from: from ?? imports.length,
    to: to ?? imports.length,
  });
}

function isAsyncDef({ bytes, pos }: Cursor): boolean {
  return isWordAt(bytes, pos, 'async') && /^async[ \t\f\\\n]+def\b/.test(bytes.toString('latin1', pos, pos + 40));
}

const TYPE_CHECKING = Buffer.from('TYPE_CHECKING');
const SUPPRESS = Buffer.from('suppress');
const TYPING = /^\(?\s*(?:\w+\s*\.\s*)*TYPE_CHECKING\s*\)?\s*(?:and\b.*)?$/s;
const NOT_TYPING = /^not\b\s*\(?\s*(?:\w+\s*\.\s*)*TYPE_CHECKING\s*\)?\s*$/s;

function openIf(blocks: Blocks, at: Cursor, indent: number, width: number): void {
  if (!mentions(at, TYPE_CHECKING)) {
    return;
  }
  const condition = headerText(at, width).trim();
  if (TYPING.test(condition)) {
    push(blocks, { indent, kind: 'typing' });
  } else if (NOT_TYPING.test(condition)) {
    push(blocks, { indent, kind: 'not-typing' });
  }
}

const IMPORT_ERRORS = /\b(ImportError|ModuleNotFoundError)\b/;
const WIDE_ERRORS = /\b(Exception|BaseException)\b/;

/** `with suppress(ImportError):` */
function openWith(blocks: Blocks, at: Cursor, indent: number): void {
  if (!mentions(at, SUPPRESS)) {
    return;
  }
  const header = headerText(at, 4);
  if (/\bsuppress\s*\(/.test(header) && (IMPORT_ERRORS.test(header) || WIDE_ERRORS.test(header))) {
    push(blocks, { indent, kind: 'guarded' });
  }
}

/** A handler for failing imports guards what the `try` holds, and what stands in the handler instead. */
function openHandler(blocks: Blocks, at: Cursor, indent: number, sibling: Block | undefined): void {
  if (sibling?.kind !== 'try' && sibling?.kind !== 'handler' && sibling?.kind !== 'guarded') {
    return;
  }
  const { from } = sibling;
  const to = sibling.kind === 'try' ? blocks.imports.length : sibling.to;
  const caught = headerText(at, 6)
    .replace(/^\s*\*/, '')
    .trim();
  if (caught !== '' && !IMPORT_ERRORS.test(caught) && !WIDE_ERRORS.test(caught)) {
    push(blocks, { indent, kind: 'handler', from, to });
    return;
  }
  const defs = blocks.stack[blocks.stack.length - 1]?.defs ?? 0;
  for (const found of blocks.imports.slice(from, to)) {
    if (found.defs === defs && found.where !== 'type-checking') {
      found.where = 'try';
    }
  }
  push(blocks, { indent, kind: 'guarded', from: to, to });
}

/** `elif`, `else`: what follows `if not TYPE_CHECKING` is for type checkers. */
function openElse(blocks: Blocks, at: Cursor, indent: number, sibling: Block | undefined): void {
  const isElif = isWordAt(at.bytes, at.pos, 'elif');
  if (sibling?.kind === 'not-typing' && (isElif || isWordAt(at.bytes, at.pos, 'else'))) {
    push(blocks, { indent, kind: 'typing' });
  } else if (isElif) {
    openIf(blocks, at, indent, 4);
  }
}

/** Whether a word stands in a header's first line; most headers are passed by this. */
function mentions({ bytes, pos }: Cursor, text: Buffer): boolean {
  const [first, second] = text;
  for (let i = pos; i < bytes.length && bytes[i] !== NEWLINE; i += 1) {
    if (bytes[i] === first && bytes[i + 1] === second && text.compare(bytes, i, i + text.length) === 0) {
      return true;
    }
  }
  return false;
}

/** A header's text after its first word, up to the colon that ends it. */
function headerText({ bytes, pos }: Cursor, width: number): string {
  let depth = 0;
  let end = pos + width;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] as number;
    if (byte === HASH) {
      end = endOfLine(bytes, end);
    }
    if (depth <= 0 && (byte === 58 || (byte === NEWLINE && bytes[end - 1] !== 92))) {
      break;
    }
    depth += byte === 40 || byte === 91 || byte === 123 ? 1 : 0;
    depth -= byte === 41 || byte === 93 || byte === 125 ? 1 : 0;
  }
  return bytes.toString('latin1', pos + width, end).replaceAll('\\\n', ' ');
}
