import { type PythonVersion, parsePython } from '../model/pythons';
import { isWanted, parseProbe } from './system-pythons';

const said = { implementation: 'cpython', version: '3.13.1', freethreaded: false };

it.each([
  ['3.13', true],
  ['3.13.1', true],
  ['3.13.10', false],
  ['3.1', false],
  ['3.13t', false],
  ['pp313', false],
])('takes CPython 3.13.1 for %s: %s', (text, expected) => {
  expect(isWanted(said, parsePython(text) as PythonVersion)).toBe(expected);
});

it('reads what an interpreter says, and nothing else', () => {
  const text = '["pypy", [3, 9, 16], "3.9.16 (7.3.11)", "/usr", "/usr/bin/pypy3.9", false]\n';
  expect(parseProbe(text)).toMatchObject({ implementation: 'pypy', version: '3.9.16', executable: '/usr/bin/pypy3.9' });
  expect(parseProbe('Python 2.7\n')).toBeUndefined();
});
