/** Evaluates expressions of Python that are literals; what has to be computed stays unknown. */
import type { Token } from './python-tokens';

export interface PythonCall {
  readonly callee: string;
  readonly args: readonly PythonValue[];
  readonly keywords: ReadonlyMap<string, PythonValue>;
}

export type PythonValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Entries that are computed are absent, and `partial` says so. */
  | { readonly kind: 'list'; readonly items: readonly PythonValue[]; readonly partial: boolean }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, PythonValue>; readonly partial: boolean }
  | { readonly kind: 'call'; readonly call: PythonCall }
  | { readonly kind: 'computed' };

const COMPUTED: PythonValue = { kind: 'computed' };
/** Deeper nesting is no setup.py. */
const MAX_DEPTH = 40;

export interface State {
  readonly tokens: readonly Token[];
  at: number;
  readonly names: Map<string, PythonValue>;
}

export function is(state: State, mark: string): boolean {
  const token = state.tokens[state.at];
  return token?.kind === 'mark' && token.value === mark;
}

function take(state: State, mark: string): boolean {
  const found = is(state, mark);
  state.at += found ? 1 : 0;
  return found;
}

export function dottedName(state: State): string {
  const parts: string[] = [];
  for (;;) {
    const token = state.tokens[state.at];
    if (token?.kind !== 'name') {
      return parts.join('.');
    }
    parts.push(token.value);
    state.at += 1;
    if (!is(state, '.') || state.tokens[state.at + 1]?.kind !== 'name') {
      return parts.join('.');
    }
    state.at += 1;
  }
}

/** One expression; ends before `,`, a closing bracket, `=`, `:` or the next statement. */
export function expression(state: State, depth: number): PythonValue {
  let value = operand(state, depth);
  while (take(state, '+')) {
    value = sum(value, operand(state, depth));
  }
  return skipRest(state) ? COMPUTED : value;
}

function sum(a: PythonValue, b: PythonValue): PythonValue {
  if (a.kind === 'text' && b.kind === 'text') {
    return { kind: 'text', text: a.text + b.text };
  }
  if (a.kind !== 'list' && b.kind !== 'list') {
    return COMPUTED;
  }
  const [left, right] = [asList(a), asList(b)];
  return { kind: 'list', items: [...left.items, ...right.items], partial: left.partial || right.partial };
}

function asList(value: PythonValue): PythonValue & { kind: 'list' } {
  return value.kind === 'list'
    ? value
    : { kind: 'list', items: value.kind === 'computed' ? [] : [value], partial: true };
}

/** Whether anything followed that belongs to the same expression: `x % y`, `x if y else z`, `x[0]`. */
function skipRest(state: State): boolean {
  let [skipped, depth] = [false, 0];
  for (; state.at < state.tokens.length; state.at += 1) {
    const { kind, value } = state.tokens[state.at] as Token;
    if (kind === 'line' || (depth === 0 && kind === 'mark' && [',', ')', ']', '}', '=', ':', ';'].includes(value))) {
      break;
    }
    depth += kind !== 'mark' ? 0 : '([{'.includes(value) ? 1 : ')]}'.includes(value) ? -1 : 0;
    skipped = true;
  }
  return skipped;
}

function operand(state: State, depth: number): PythonValue {
  const token = state.tokens[state.at];
  if (!token || depth > MAX_DEPTH || token.kind === 'line') {
    return COMPUTED;
  }
  if (token.kind === 'text') {
    return joinedText(state);
  }
  if (token.kind === 'name') {
    return named(state, depth);
  }
  if (take(state, '[')) {
    return list(state, ']', depth);
  }
  if (take(state, '(')) {
    return parenthesis(state, depth);
  }
  return take(state, '{') ? braces(state, depth) : COMPUTED;
}

/** Texts side by side are one. */
function joinedText(state: State): PythonValue {
  let text: string | undefined = '';
  for (let token = state.tokens[state.at]; token?.kind === 'text'; token = state.tokens[state.at]) {
    const part = token.computed ? filledIn(token.value, state.names) : token.value;
    text = text === undefined || part === undefined ? undefined : text + part;
    state.at += 1;
  }
  return text === undefined ? COMPUTED : { kind: 'text', text };
}

/** An f-string whose fields are names of known texts. */
function filledIn(text: string, names: State['names']): string | undefined {
  const done = text.replace(/\{([\p{L}_][\p{L}\p{N}_]*)\}/gu, (field, name: string) => {
    const value = names.get(name);
    return value?.kind === 'text' ? value.text : field;
  });
  return /[{}]/.test(done) ? undefined : done;
}

function named(state: State, depth: number): PythonValue {
  const name = dottedName(state);
  if (is(state, '(')) {
    const call = callArguments(name, state, depth + 1);
    return name === 'dict' && call.args.length === 0
      ? { kind: 'dict', entries: call.keywords, partial: false }
      : { kind: 'call', call };
  }
  return state.names.get(name) ?? COMPUTED;
}

/** Items up to a closing bracket; a comprehension or a star leaves the list partial. */
function list(state: State, close: string, depth: number): PythonValue & { kind: 'list' } {
  const items: PythonValue[] = [];
  let partial = false;
  while (state.at < state.tokens.length && !take(state, close)) {
    const before = state.at;
    const star = take(state, '*');
    const value = expression(state, depth + 1);
    if (star && value.kind === 'list') {
      items.push(...value.items);
      partial ||= value.partial;
    } else if (value.kind === 'computed' || star) {
      partial = true;
    } else {
      items.push(value);
    }
    take(state, ',');
    // Whatever is no expression is passed over.
    state.at += state.at === before ? 1 : 0;
  }
  return { kind: 'list', items, partial };
}

/** One value in parentheses is that value. */
function parenthesis(state: State, depth: number): PythonValue {
  const start = state.at;
  const found = list(state, ')', depth);
  const isTuple = state.tokens.slice(start, state.at).some(({ kind, value }) => kind === 'mark' && value === ',');
  return isTuple || found.items.length !== 1 ? found : (found.items[0] as PythonValue);
}

/** A dict, or a set, which counts as a list. */
function braces(state: State, depth: number): PythonValue {
  const entries = new Map<string, PythonValue>();
  const items: PythonValue[] = [];
  let partial = false;
  while (state.at < state.tokens.length && !take(state, '}')) {
    const before = state.at;
    const spread = take(state, '**');
    const key = expression(state, depth + 1);
    if (spread && key.kind === 'dict') {
      key.entries.forEach((value, name) => void entries.set(name, value));
      partial ||= key.partial;
    } else if (take(state, ':')) {
      const value = expression(state, depth + 1);
      partial ||= key.kind !== 'text';
      if (key.kind === 'text') {
        entries.set(key.text, value);
      }
    } else {
      items.push(key);
    }
    take(state, ',');
    state.at += state.at === before ? 1 : 0;
  }
  return items.length > 0
    ? { kind: 'list', items: items.filter(({ kind }) => kind !== 'computed'), partial: true }
    : { kind: 'dict', entries, partial };
}

export function callArguments(callee: string, state: State, depth: number): PythonCall {
  const args: PythonValue[] = [];
  const keywords = new Map<string, PythonValue>();
  take(state, '(');
  while (state.at < state.tokens.length && !take(state, ')')) {
    const before = state.at;
    const [name, next] = [state.tokens[state.at], state.tokens[state.at + 1]];
    if (take(state, '**')) {
      const value = expression(state, depth + 1);
      (value.kind === 'dict' ? value.entries : new Map([['**', COMPUTED]])).forEach((v, k) => void keywords.set(k, v));
    } else if (name?.kind === 'name' && next?.kind === 'mark' && next.value === '=') {
      state.at += 2;
      keywords.set(name.value, expression(state, depth + 1));
    } else {
      args.push(expression(state, depth + 1));
    }
    take(state, ',');
    state.at += state.at === before ? 1 : 0;
  }
  return { callee, args, keywords };
}
