/** Links: artefacts and tests have what they lead to. */
import type { Row, Tasks } from '../row';
import { link, remove, rename, write } from '../world';

const PACKAGE = 'apps/one/src/one';
const TESTS = 'apps/one/tests';
/** Which links there are stands among the inputs of a project, and Nx hashes all targets of a project into each. */
const KNOWN = 'Nx hashes the links of a project with its targets';
const MISS: Tasks = { one: 'test lint typecheck' };
const STORE: Tasks = { one: 'build bytecode wheel sdist' };
/** Packages hold other files then. */
const PACKED: Tasks = { one: 'test lint typecheck wheel sdist' };
const PACKED_TESTS: Tasks = { one: 'test lint typecheck sdist' };
const SHIPPED: Tasks = { one: 'build bytecode' };
const SHIPPED_OR_WHEEL: Tasks = { one: 'build bytecode wheel' };

export const LINKED: readonly Row[] = [
  {
    id: 'a link in place of a file, to the same content',
    why: 'the artefact holds the same file',
    change: [link(`${PACKAGE}/data/words.txt`, 'more.txt')],
    miss: MISS,
    store: STORE,
    rebuild: true,
  },
  {
    id: 'a link that leads to other content',
    why: KNOWN,
    change: [link(`${PACKAGE}/data/linked.txt`, 'helper.sh')],
    miss: PACKED,
    store: SHIPPED,
    rebuild: true,
  },
  {
    id: 'what a link out of the project leads to',
    why: 'it is read like a file',
    change: [write('shared/limits.txt', '4\n')],
    miss: { one: 'test sdist' },
  },
  {
    id: 'what a link to a folder leads to, out of the project',
    why: 'a test can read through it',
    change: [write('shared/behind/more.txt', 'other\n')],
    miss: { one: 'test sdist' },
  },
  {
    id: 'a source behind a link in the package',
    // Data are not core: on Nx 23 one hash over the folder stands for all files.
    core: true,
    why: 'it is imported and ships as if it lay there',
    change: [write('shared/parts/part.py', 'PART = 2\n')],
    miss: { one: 'build bytecode test lint typecheck wheel sdist' },
    rebuild: true,
  },
  {
    id: 'a data file behind a link in the package',
    why: 'it ships',
    change: [write('shared/parts/part.txt', 'more\n')],
    miss: { one: 'test wheel sdist' },
    store: SHIPPED,
    rebuild: true,
  },
  {
    id: '__pycache__ behind a link in the package',
    why: 'as everywhere',
    change: [write('shared/parts/__pycache__/part.cpython-314.pyc', 'x')],
  },
  {
    id: 'a source behind a link of a dependency',
    why: 'it ships inside',
    change: [write('shared/common/more.py', 'MORE = 2\n')],
    miss: { common: 'build bytecode test wheel sdist', one: 'build test typecheck', two: 'build' },
    shared: { one: 'build', two: 'build' },
  },
  {
    id: 'a new link to a folder, in the package',
    why: 'its files ship',
    change: [link(`${PACKAGE}/alias`, 'data')],
    miss: PACKED,
    store: SHIPPED,
    rebuild: true,
  },
  {
    id: 'a new link to a folder out of the project, in a package without links',
    why: 'likewise',
    change: [link('libs/testkit/src/testkit/more', '../../../../shared/behind')],
    miss: { one: 'test typecheck' },
    store: { testkit: 'bytecode' },
    rebuild: true,
  },
  {
    id: 'a package that becomes a link',
    why: 'its files are the same',
    change: [
      rename('libs/testkit/src/testkit', 'shared/testkit'),
      link('libs/testkit/src/testkit', '../../../shared/testkit'),
    ],
    miss: { one: 'test typecheck' },
    store: { testkit: 'bytecode' },
    rebuild: true,
  },
  {
    id: 'a link to a folder that leads elsewhere',
    why: KNOWN,
    change: [link(`${TESTS}/more`, '../../../shared/parts')],
    miss: PACKED_TESTS,
    store: SHIPPED_OR_WHEEL,
  },
  {
    id: 'a link on the way that leads elsewhere',
    why: KNOWN,
    change: [link('shared/hop', 'parts')],
    miss: PACKED_TESTS,
    store: SHIPPED_OR_WHEEL,
  },
  {
    id: 'a folder with the same files in place of a link to it',
    why: 'the artefact holds the same files',
    change: [
      remove(`${PACKAGE}/parts`),
      write(`${PACKAGE}/parts/part.py`, 'PART = 1\n'),
      write(`${PACKAGE}/parts/part.txt`, 'part\n'),
    ],
    miss: MISS,
    store: STORE,
    rebuild: true,
  },
  {
    id: 'a link to a folder removed',
    why: 'what is gone must not be restored',
    change: [remove(`${PACKAGE}/parts`)],
    miss: PACKED,
    store: SHIPPED,
    rebuild: true,
  },
  {
    id: 'what a link that led nowhere leads to',
    why: 'it is there now',
    change: [write('shared/later/late.txt', 'late\n')],
    miss: PACKED,
    store: SHIPPED,
    rebuild: true,
  },
  {
    id: 'a link that leads nowhere, as editors make them to lock a file',
    why: 'there is nothing to read or to ship',
    change: [link(`${PACKAGE}/.#text.py`, 'me@machine.1:2')],
    rebuild: true,
  },
  {
    id: 'a link to the folder that it lies in',
    why: KNOWN,
    change: [link(`${TESTS}/self`, '.')],
    miss: PACKED_TESTS,
    store: SHIPPED_OR_WHEEL,
    fails: 'TREE_INVALID',
  },
  {
    id: 'a link out of the workspace, among the tests',
    why: `no key sees what is there: these targets are not cached any more. ${KNOWN}`,
    change: [link(`${TESTS}/outside`, '/etc/hostname')],
    miss: PACKED_TESTS,
    store: SHIPPED_OR_WHEEL,
  },
];
