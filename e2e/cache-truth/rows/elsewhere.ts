/** What tools read because settings lead out of the project: `two` is linted with ruff, `one` with flake8. */
import type { Row } from '../row';
import { append, replace, write } from '../world';

const TESTS = { one: 'test', common: 'test' };

export const ELSEWHERE: readonly Row[] = [
  {
    id: 'what the settings of ruff extend, at second hand',
    core: true,
    why: 'ruff reads it, wherever it lies',
    change: [replace('shared/ruff-base.toml', '100', '90')],
    miss: { two: 'lint' },
  },
  {
    id: 'a stub in a folder of mypy_path',
    why: 'it says what types there are',
    change: [replace('shared/stubs/kiln_tested.pyi', 'str', 'int')],
    miss: { one: 'typecheck' },
  },
  {
    id: 'a module in a folder of pytest’s pythonpath',
    core: true,
    why: 'tests can import it; the settings above are those of all tests',
    change: [append('shared/path/extra.py', 'MORE = 1\n')],
    miss: TESTS,
  },
  {
    id: 'data in a folder of pytest’s pythonpath, ignored by git',
    core: true,
    why: 'what is imported from there can read it',
    change: [write('shared/path/_version.py', '__version__ = "1"\n')],
    miss: TESTS,
  },
  {
    id: 'a conftest.py above',
    why: 'pytest loads it from the folder of its settings down',
    change: [append('conftest.py', 'MORE = 1\n')],
    miss: TESTS,
  },
  {
    id: 'a module that a conftest.py above imports',
    core: true,
    why: 'it is a part of every test below',
    change: [replace('helpers/above.py', '1', '2')],
    miss: TESTS,
  },
  {
    id: 'a module beside what a conftest.py above imports',
    why: 'nobody imports it',
    change: [write('helpers/other.py', 'OTHER = 1\n'), write('shared/other.py', 'OTHER = 1\n')],
  },
  {
    id: '.git/info/exclude',
    core: true,
    why: 'ruff leaves out what git leaves out; flake8 and mypy do not',
    change: [append('.git/info/exclude', '/spare.py\n')],
    miss: { two: 'lint' },
  },
  {
    id: 'comments in .git/info/exclude',
    why: 'git puts some into every clone',
    change: [append('.git/info/exclude', '\n# nothing\n')],
  },
  {
    id: 'rules for linters above the workspace',
    why: 'ruff looks for them up to the root of the disk',
    change: [write('../.ignore', 'spare.py\n')],
    miss: { two: 'lint' },
  },
  {
    id: 'settings that lead where no key can follow',
    why: 'the target is not cached then, and its description says why',
    change: [replace('apps/two/pyproject.toml', '../../shared/ruff.toml', '~/ruff.toml')],
    miss: { two: 'lint' },
    store: { two: 'build bytecode' },
  },
];
