import { memoryDisk } from './disk';
import { testRoots } from './test-files';

const modules = [{ name: 'a', path: 'p/src/a', kind: 'package', sourceRoot: 'p/src' }] as const;
const roots = (files: Readonly<Record<string, string>>, testPaths?: string[]) =>
  testRoots({ root: 'p', modules, ...(testPaths ? { testPaths } : {}) }, memoryDisk(files));

it('finds tests beside and inside', () => {
  const files = {
    'p/tests/unit/deep/test_a.py': '',
    'p/src/a/tests/test_b.py': '',
    'p/src/a/test_c.py': '',
    'p/src/a/data/test.txt': '',
    'p/conftest.py': '',
    'p/test/readme.md': '',
  };
  expect(roots(files)).toEqual(['p/src/a/test_c.py', 'p/src/a/tests', 'p/tests']);
  expect(roots({ 'p/src/a/b.py': '' })).toEqual([]);
});

it('takes what pytest is told', () => {
  const files = { 'p/checks/x.py': '', 'p/tests/test_a.py': '', 'p/more/one/test_a.py': '' };
  expect(roots(files, ['checks', 'more/*/', 'gone', '../../outside'])).toEqual(['p/checks', 'p/more']);
  expect(roots(files, ['gone'])).toEqual(['p/tests']);
  expect(roots({ ...files, 'p/pytest.ini': '[pytest]\ntestpaths =\n    more\n' }, ['checks'])).toEqual(['p/more']);
  expect(roots({ ...files, 'p/tox.ini': '[pytest]\ntestpaths = more checks\n' })).toEqual(['p/checks', 'p/more']);
});
