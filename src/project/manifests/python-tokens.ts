/** Tokens of a Python file, as far as the literals of a setup.py need them. */

export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'mark' | 'line';
  /** Value of a text, spelling of everything else. `line` begins a statement. */
  readonly value: string;
  readonly offset: number;
  /** Column of the first token of a line. */
  readonly indent?: number;
  /** A text whose value is computed: an f-string. */
  readonly computed?: boolean;
}

const NUMBER = /[0-9][\w.]*/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const PREFIX = /(?:[rRbBuUfFtT]{1,2})?(?="|')/y;
const BLANK = /[ \t\f]+|\\\r?\n/y;

/** Never fails: what is no token is passed over, an open text ends with the file. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let [at, depth, fresh] = [text.startsWith('\uFEFF') ? 1 : 0, 0, true];
  let lineStart = at;
  while (at < text.length) {
    const char = text[at] as string;
    const blank = match(BLANK, text, at);
    if (blank !== undefined) {
      at += blank.length;
    } else if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (char === '\n' || char === '\r') {
      at += 1;
      lineStart = at;
      fresh ||= depth === 0;
    } else {
      if (fresh) {
        tokens.push({ kind: 'line', value: '', offset: at, indent: at - lineStart });
        fresh = false;
      }
      const token = tokenAt(text, at);
      depth = Math.max(0, depth + (token.kind === 'mark' ? bracket(token.value) : 0));
      fresh = depth === 0 && token.value === ';' && token.kind === 'mark';
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function bracket(mark: string): number {
  return '([{'.includes(mark) ? 1 : ')]}'.includes(mark) ? -1 : 0;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tokenAt(text: string, offset: number): Token & { readonly end: number } {
  const prefix = match(PREFIX, text, offset);
  if (prefix !== undefined) {
    return textAt(text, offset, prefix.toLowerCase());
  }
  const number = match(NUMBER, text, offset);
  if (number !== undefined) {
    return { kind: 'number', value: number, offset, end: offset + number.length };
  }
  const name = match(NAME, text, offset);
  if (name !== undefined) {
    return { kind: 'name', value: name, offset, end: offset + name.length };
  }
  const mark = ['**', '+=', '==', '->', ':='].find((two) => text.startsWith(two, offset)) ?? (text[offset] as string);
  return { kind: 'mark', value: mark, offset, end: offset + mark.length };
}

function textAt(text: string, offset: number, prefix: string): Token & { readonly end: number } {
  const start = offset + prefix.length;
  const quote = text[start] as string;
  const fence = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let at = start + fence.length;
  while (at < text.length && !text.startsWith(fence, at)) {
    if (fence.length === 1 && text[at] === '\n') {
      break;
    }
    at += text[at] === '\\' ? 2 : 1;
  }
  const raw = text.slice(start + fence.length, at);
  const value = prefix.includes('r') ? raw : raw.replace(/\\(\r?\n|[\s\S])/g, unescape);
  const end = Math.min(text.length, text.startsWith(fence, at) ? at + fence.length : at);
  return { kind: 'text', value, offset, computed: /[ft]/.test(prefix), end: Math.max(end, start + 1) };
}

function unescape(_: string, char: string): string {
  return char.endsWith('\n') ? '' : ({ n: '\n', t: '\t', r: '\r' }[char] ?? char);
}
