import { type OptionNames, takeWords } from './words';

const NAMES: OptionNames = new Map([
  ['tool', 'value'],
  ['args', 'value'],
  ['passEnv', 'value'],
  ['coverage', 'flag'],
  ['junit', 'flag'],
]);
const take = (typed: string[], parsed: Record<string, unknown> = {}) =>
  takeWords({ tool: 'pytest', ...parsed, __unparsed__: typed }, NAMES);

it.each<[string, string[], Record<string, unknown>, Record<string, unknown>]>([
  ['an option with its value', ['-k', 'foo'], { k: 'foo' }, { args: ['-k', 'foo'] }],
  ['a cluster', ['-xvs'], { x: true, v: true, s: true }, { args: ['-xvs'] }],
  ['a file', ['tests/test_a.py::test_b'], { _: ['tests/test_a.py::test_b'] }, { args: ['tests/test_a.py::test_b'] }],
  ['a negation of the tool’s own', ['--no-cov'], { cov: false }, { args: ['--no-cov'] }],
  ['a dotted name', ['--a.b=1'], { a: { b: 1 } }, { args: ['--a.b=1'] }],
  ['dashes', ['--max-fail=1'], { maxFail: 1, 'max-fail': 1 }, { args: ['--max-fail=1'] }],
  ['options of Kiln’s', ['--coverage', '-x'], { coverage: true, x: true }, { coverage: true, args: ['-x'] }],
  ['their negation', ['--no-junit'], { junit: false }, { junit: false, args: [] }],
  ['their values', ['--pass-env', 'A', 'x.py'], { passEnv: ['A'] }, { passEnv: ['A'], args: ['x.py'] }],
  ['a line of words', ['--args=-k "a or b"'], { args: ['-k "a or b"'] }, { args: ['-k', 'a or b'] }],
  ['what Nx adds when it is asked to be verbose itself', ['-x'], { x: true, verbose: true }, { args: ['-x'] }],
  ['two ways at once', ['--args=-x', '-v'], { args: ['-x'], v: true }, { args: ['-x', '-v'] }],
])('understands %s', (_, typed, parsed, expected) => {
  expect(take(typed, parsed)).toEqual({ tool: 'pytest', ...expected });
});

it('puts typed words behind configured ones', () => {
  expect(take(['-x'], { args: ['-p', 'a b'], x: true })).toEqual({ tool: 'pytest', args: ['-p', 'a b', '-x'] });
});

it('leaves a misspelt option of a file to the parser, who refuses it', () => {
  expect(take(['-x'], { x: true, junitt: true })).toEqual({ tool: 'pytest', junitt: true, args: ['-x'] });
});
