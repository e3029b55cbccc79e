/** Modes, links, and what tools leave lying about. */
import type { Row } from '../row';
import { link, mode, write } from '../world';

const DATA = 'apps/one/src/one/data';

export const ODD_FILES: readonly Row[] = [
  {
    id: 'the executable bit of a data file',
    why: 'Nx hashes no modes; artefacts get the bit by content (`#!`, ELF), so that it needs no key',
    change: [mode(`${DATA}/words.txt`, 0o755)],
    rebuild: true,
  },
  {
    id: 'the executable bit of a script among the data',
    why: 'likewise',
    change: [mode(`${DATA}/helper.sh`, 0o644)],
    rebuild: true,
  },
  {
    id: 'the executable bit of a source',
    why: 'likewise',
    change: [mode('apps/one/src/one/text.py', 0o755)],
    rebuild: true,
  },
  {
    id: 'a link in place of a file, to the same content',
    why: 'artefacts keep links as they are',
    change: [link(`${DATA}/words.txt`, 'more.txt')],
    miss: { one: 'test' },
    store: { one: 'build bytecode' },
    defect: 'Nx reads through links to files: the artefact keeps a file of the same content',
    rebuild: true,
  },
  {
    id: 'a link that leads to other content',
    why: 'it is read like a file',
    change: [link(`${DATA}/linked.txt`, 'helper.sh')],
    miss: { one: 'test' },
    store: { one: 'build bytecode' },
    rebuild: true,
  },
  {
    id: 'what a link out of the project leads to',
    why: 'Nx reads through links to files',
    change: [write('shared/limits.txt', '4\n')],
    miss: { one: 'test' },
  },
  {
    id: 'what a link to a folder leads to, out of the project',
    why: 'a test can read through it',
    change: [write('shared/behind/more.txt', 'other\n')],
    miss: { one: 'test' },
    defect: 'Nx does not look behind links to folders: name the folder in `inputs`',
  },
  {
    id: 'a link to a folder inside of the package',
    why: 'it ships as a link',
    change: [link('apps/one/src/one/alias', 'data')],
    miss: { one: 'test' },
    store: { one: 'build bytecode' },
    defect: 'Nx does not see links to folders',
  },
  {
    id: '__pycache__, .pytest_cache, .coverage, .venv, egg-info, not ignored by git',
    core: true,
    why: 'tools leave them behind; nobody reads them on purpose',
    change: [
      write('apps/one/src/one/__pycache__/text.cpython-314.pyc', 'x'),
      write('apps/one/tests/__pycache__/test_one.cpython-314.pyc', 'x'),
      write('apps/one/.pytest_cache/v/cache/lastfailed', '{}'),
      write('apps/one/.mypy_cache/3.14/one.meta.json', '{}'),
      write('apps/one/.ruff_cache/x', 'x'),
      write('apps/one/.coverage', 'x'),
      write('apps/one/.venv/lib/python3.14/site-packages/evil.py', 'x'),
      write('.venv/pyvenv.cfg', 'x'),
      write('apps/one/src/one.egg-info/PKG-INFO', 'x'),
    ],
    rebuild: true,
  },
  {
    id: 'something in dist/',
    why: 'outputs are no inputs',
    change: [write('dist/apps/one/left-behind.txt', 'x'), write('dist/else/x.py', 'x')],
  },
];
