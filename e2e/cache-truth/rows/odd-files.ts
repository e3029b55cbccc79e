/** Modes, links, and what tools leave lying about. */
import type { Row } from '../row';
import { mode, write } from '../world';
import { LINKED } from './links';

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
  ...LINKED,
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
