/** Files of the project itself. */
import type { Row } from '../row';
import { append, remove, rename, replace, touch, write } from '../world';

const SOURCE = 'apps/one/src/one/text.py';
const ALL = 'build bytecode test lint typecheck wheel sdist';

export const OWN_FILES: readonly Row[] = [
  {
    id: 'a source',
    why: 'everything that reads sources',
    change: [replace(SOURCE, 'TEXT = "text"', 'TEXT = "words"')],
    miss: { one: ALL },
  },
  {
    id: 'a comment in a source',
    why: 'steps are keyed on bytes; what they give is the same, so nothing is made after them',
    change: [replace(SOURCE, '# a word', '# a good word')],
    miss: { one: ALL },
  },
  {
    id: 'a docstring',
    why: 'it is in the bytecode',
    change: [replace(SOURCE, '"""Words."""', '"""Some words."""')],
    miss: { one: ALL },
  },
  {
    id: 'line ends of a source (CRLF)',
    why: 'other bytes',
    change: [replace(SOURCE, '\n', '\r\n')],
    miss: { one: ALL },
  },
  {
    id: 'the time of a source, by a checkout or touch',
    why: 'times are in no key',
    change: [touch(SOURCE), touch('apps/one/pyproject.toml'), touch('uv.lock')],
    rebuild: true,
  },
  {
    id: 'a module renamed',
    core: true,
    why: 'names are what is imported',
    change: [rename('apps/one/src/one/spare.py', 'apps/one/src/one/other.py')],
    miss: { one: ALL },
  },
  {
    id: 'a module deleted',
    why: 'what is gone must not be restored; all that is left was compiled before',
    change: [remove('apps/one/src/one/spare.py')],
    miss: { one: 'test lint typecheck wheel sdist' },
    store: { one: 'build bytecode' },
  },
  {
    id: 'a new package with an empty __init__.py',
    why: 'an empty file makes something importable',
    change: [write('apps/one/src/one/empty/__init__.py', '')],
    miss: { one: ALL },
  },
  {
    id: 'a module with a name beyond ASCII',
    why: 'a name like any other',
    change: [write('apps/one/src/one/größe_数.py', 'X = 1\n')],
    miss: { one: ALL },
  },
  {
    id: 'a source that git ignores',
    core: true,
    why: 'it is there, so it is imported and shipped (`_version.py`)',
    change: [write('apps/one/src/one/_version.py', '__version__ = "2"\n')],
    miss: { one: ALL },
  },
  {
    id: 'a data file in the package',
    why: 'it ships as it is: nothing is made; linters and type checkers do not read it',
    change: [write('apps/one/src/one/data/words.txt', 'beta\n')],
    miss: { one: 'test wheel sdist' },
    store: { one: 'build bytecode' },
  },
  {
    id: 'a test',
    core: true,
    why: 'tests do not ship, but in source distributions',
    change: [append('apps/one/tests/test_one.py', 'assert one\n')],
    miss: { one: 'test lint typecheck sdist' },
  },
  {
    id: 'a data file of tests',
    why: 'a test can read every file of its project',
    change: [write('apps/one/tests/expected.txt', 'beta\n')],
    miss: { one: 'test sdist' },
  },
  {
    id: 'the README',
    why: 'it is a part of what a package says of itself; applications have none of it; a test could read it',
    change: [append('apps/one/README.md', 'More.\n')],
    miss: { one: 'test wheel sdist' },
  },
  {
    id: 'the licence',
    why: 'likewise',
    change: [append('apps/one/LICENSE', 'Or not.\n')],
    miss: { one: 'test wheel sdist' },
  },
  {
    id: 'a file that `data` of the bundle names',
    why: 'it lies beside the application',
    change: [write('shared/added/note.txt', 'another\n')],
    store: { one: 'build' },
  },
  {
    id: 'a file in a project inside of the package',
    why: 'it belongs to that project alone: it neither ships nor is tested with the one around it',
    change: [append('apps/one/src/one/inner/src/inner/__init__.py', 'MORE = 1\n')],
    miss: { inner: 'bytecode' },
    rebuild: true,
  },
  {
    id: 'a manifest among the data of the package',
    why: 'nobody declared a project there (a template): it ships as it is; linters and type checkers may find settings in it',
    change: [write('apps/one/src/one/data/template/pyproject.toml', '[project]\nname = "template"\nversion = "1"\n')],
    miss: { one: 'test lint typecheck wheel sdist' },
    store: { one: 'build bytecode' },
  },
];
