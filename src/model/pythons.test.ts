import { minorOf, parsePython, pythonTag, versionText } from './pythons';

it.each([
  ['3.14', 'cp314', '3.14'],
  ['3.14.6', 'cp314', '3.14.6'],
  ['3.13t', 'cp313t', '3.13'],
  ['cpython-3.12.1', 'cp312', '3.12.1'],
  ['pypy3.11', 'pp311', '3.11'],
  ['cp39', 'cp39', '3.9'],
  ['pp311', 'pp311', '3.11'],
])('%s is %s', (text, tag, version) => {
  const python = parsePython(text);
  expect(python && [pythonTag(python), versionText(python), minorOf(python)]).toEqual([
    tag,
    version,
    version.split('.').slice(0, 2).join('.'),
  ]);
});

it.each(['3', '3.x', 'python3', '', '3.14.6rc1', '>=3.12'])('%p is no version', (text) => {
  expect(parsePython(text)).toBeUndefined();
});
