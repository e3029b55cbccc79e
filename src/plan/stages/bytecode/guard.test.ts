import { type PythonVersion, parsePython } from '../../../model/pythons';
import { guardSource, outermost } from './guard';

it('finds what Python reads first of everything that can be imported', () => {
  const paths = [
    ...['app/__init__.py', 'app/cli.py', 'app/sub/__init__.py', 'app/sub/deep.py', 'app/data.txt', 'tool.py'],
    ...['space/one/__init__.py', 'space/one/x.py', 'space/two.py', '__main__.py', 'stub.pyi'],
  ];
  expect(outermost(paths)).toEqual([
    '__main__.py',
    'app/__init__.py',
    'space/one/__init__.py',
    'space/two.py',
    'tool.py',
  ]);
});

it('is one line, and names the module and the version', () => {
  const source = guardSource('space/one/__init__.py', parsePython('pp311') as PythonVersion);
  expect(source.split('\n')).toHaveLength(2);
  expect(source).toContain('space.one was compiled for PyPy 3.11, this is %s %d.%d');
});
