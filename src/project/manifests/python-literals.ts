/** Values of a Python file that stand there as literals. Nothing is executed. */
import { type Token, tokenize } from './python-tokens';
import {
  callArguments,
  dottedName,
  expression,
  is,
  type PythonCall,
  type PythonValue,
  type State,
} from './python-values';

/**
 * The last call of a function at any depth, its arguments evaluated with the module's literal assignments.
 * @param isCallee dotted name of the function as written: `setup`, `setuptools.setup`
 */
export function findCall(text: string, isCallee: (name: string) => boolean): PythonCall | undefined {
  const tokens = tokenize(text);
  const state: State = { tokens, at: 0, names: new Map() };
  let found: PythonCall | undefined;
  while (state.at < tokens.length) {
    const token = tokens[state.at] as Token;
    const before = tokens[state.at - 1];
    if (token.kind === 'name' && before?.kind === 'line') {
      readAssignment(state, before.indent === 0);
    }
    if (tokens[state.at] === token && token.kind === 'name' && before?.value !== '.' && before?.value !== 'def') {
      const name = dottedName(state);
      if (name && isCallee(name) && is(state, '(')) {
        found = callArguments(name, state, 0);
        continue;
      }
      continue;
    }
    if (tokens[state.at] === token) {
      state.at += 1;
    }
  }
  return found;
}

/** Names that the module imports from others, with the module: `from setuptools import setup as s` is `s`. */
export function importedNames(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const m of text.matchAll(/^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)/gm)) {
    for (const part of (m[2] as string)
      .replace(/[()\\]/g, ' ')
      .replace(/#.*$/gm, '')
      .split(',')) {
      const [name, as, alias] = part.trim().split(/\s+/);
      if (name) {
        names.set(as === 'as' && alias ? alias : name, `${m[1]}.${name}`);
      }
    }
  }
  for (const m of text.matchAll(/^[ \t]*import[ \t]+([^\n#;]*)/gm)) {
    for (const part of (m[1] as string).split(',')) {
      const [name, as, alias] = part.trim().split(/\s+/);
      if (name) {
        names.set(as === 'as' && alias ? alias : name, name);
      }
    }
  }
  return names;
}

/** `NAME = …` at the left margin counts; what is assigned twice, in a block, or changed later is not known any more. */
function readAssignment(state: State, topLevel: boolean): void {
  const { tokens, names } = state;
  const [name, next, after] = [tokens[state.at] as Token, tokens[state.at + 1], tokens[state.at + 2]];
  if (next?.value === '=' && next.kind === 'mark') {
    const start = state.at;
    state.at += 2;
    const value = expression(state, 0);
    names.set(name.value, topLevel && !names.has(name.value) ? value : unknown(value));
    // A call among the values may be the one that is looked for.
    state.at = hasCall(value) ? start + 2 : state.at;
  } else if (next?.value === '+=' || next?.value === '[' || (next?.value === '.' && isChange(after))) {
    const known = names.get(name.value);
    if (known) {
      names.set(name.value, unknown(added(known, state)));
    }
  }
}

/** `+= [...]`, `.extend([...])` and `.append(…)`, in whatever block: what may be added counts as well as what is there. */
function added(known: PythonValue, state: State): PythonValue {
  const [operator, method] = [state.tokens[state.at + 1], state.tokens[state.at + 2]];
  const isSum = operator?.value === '+=';
  if (known.kind !== 'list' || !(isSum || method?.value === 'extend' || method?.value === 'append')) {
    return known;
  }
  const more = expression({ ...state, at: state.at + (isSum ? 2 : 4) }, 0);
  const items = more.kind === 'list' ? more.items : more.kind === 'text' ? [more] : [];
  return { ...known, items: [...known.items, ...items] };
}

function isChange(token: Token | undefined): boolean {
  return ['append', 'extend', 'insert', 'update', 'setdefault', 'remove', 'pop'].includes(token?.value ?? '');
}

/** What is known of it stays, and that there is more. */
function unknown(value: PythonValue): PythonValue {
  return value.kind === 'list' || value.kind === 'dict' ? { ...value, partial: true } : { kind: 'computed' };
}

function hasCall(value: PythonValue): boolean {
  return value.kind === 'call' || value.kind === 'computed';
}
