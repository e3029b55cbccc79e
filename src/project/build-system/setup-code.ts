/** Whether a setup.py only calls setup(): then it reads nothing. */
import { type Token, tokenize } from '../manifests/python-tokens';

const MODULES = /^(setuptools|distutils)(\.|$)/;
const CALLS = /^(setup|dict|list|find_packages|find_namespace_packages|find)$/;
/** Words that begin what is more than literals and a call. */
const WORDS = /^(def|class|with|lambda|exec|eval|open|__import__|await|async|yield|try|while|del|global)$/;

/** No other module is imported, nothing else is called, nothing is defined. */
export function isPlainSetup(text: string): boolean {
  const tokens = tokenize(text);
  return tokens.every((token, at) => isPlain(token, tokens, at));
}

function isPlain(token: Token, tokens: readonly Token[], at: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (token.kind === 'name') {
    const called = next?.kind === 'mark' && next.value === '(';
    if (token.value === 'from' || (token.value === 'import' && !isPartOfFrom(tokens, at))) {
      return importsOnlySetuptools(tokens, at);
    }
    return !WORDS.test(token.value) && !(called && !isKeyword(token) && !CALLS.test(token.value));
  }
  // Decorators call; so does what is called by index.
  return !(token.kind === 'mark' && (token.value === '@' || (token.value === '(' && isClosing(before))));
}

/** `from x import y`, also behind a colon on the same line. */
function isPartOfFrom(tokens: readonly Token[], at: number): boolean {
  const start = tokens.slice(0, at).findLastIndex(({ kind }) => kind === 'line');
  return tokens.slice(start, at).some(({ kind, value }) => kind === 'name' && value === 'from');
}

function isKeyword({ value }: Token): boolean {
  return ['if', 'and', 'or', 'not', 'in', 'import', 'for', 'else', 'is', 'return'].includes(value);
}

function isClosing(token: Token | undefined): boolean {
  return token?.kind === 'mark' && [')', ']', '}'].includes(token.value);
}

/** Every module that a statement names. */
function importsOnlySetuptools(tokens: readonly Token[], at: number): boolean {
  const rest = tokens.slice(at + 1);
  const end = rest.findIndex(({ kind }) => kind === 'line');
  const words = (end < 0 ? rest : rest.slice(0, end)).map(({ value }) => value);
  const text = words.join(' ').replaceAll(' . ', '.');
  const modules =
    tokens[at]?.value === 'from'
      ? [text.split(' import ')[0] ?? '']
      : text.split(' , ').map((one) => one.split(' as ')[0] ?? '');
  return modules.every((name) => MODULES.test(name.trim()) || name.trim() === '__future__');
}
