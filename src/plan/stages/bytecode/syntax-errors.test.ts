import { syntaxError } from './syntax-errors';

const answer = (over: object) =>
  JSON.stringify({
    type: 'SyntaxError',
    message: "'(' was never closed",
    line: 3,
    column: 10,
    text: '    print(',
    ...over,
  });

it('prints file:line:col as editors read it, with the source and a caret', () => {
  const error = syntaxError([{ path: 'py_app/cli.py', text: answer({}) }], (path) => `apps/py-app/src/${path}`);
  expect([error.message, ...error.lines].join('\n')).toMatchInlineSnapshot(`
"apps/py-app/src/py_app/cli.py cannot be compiled
apps/py-app/src/py_app/cli.py:3:10: SyntaxError: '(' was never closed
    print(
         ^"
`);
});

it('names every failing file', () => {
  const items = [
    { path: 'a.py', text: answer({ text: null, column: null }) },
    { path: 'b.py', text: 'worker died' },
  ];
  const error = syntaxError(items, (path) => path);
  expect(error.message).toBe('2 files cannot be compiled');
  expect(error.lines).toEqual(["a.py:3: SyntaxError: '(' was never closed", 'b.py: error: worker died']);
});
