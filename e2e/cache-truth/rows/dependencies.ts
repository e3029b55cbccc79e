/** Local projects and locked packages. */
import type { Row } from '../row';
import { json, npmLock, truthLock } from '../workspace';
import { append, remove, replace, type Verb, write } from '../world';

const bump = (...names: string[]): Verb =>
  write('uv.lock', truthLock({ bumped: Object.fromEntries(names.map((name) => [name, '1.1'])) }));

export const DEPENDENCIES: readonly Row[] = [
  {
    id: 'a source of a dependency',
    core: true,
    why: 'it ships inside; linters look at the project alone',
    change: [append('libs/common/src/common/__init__.py', 'MORE = 1\n')],
    miss: { common: 'build bytecode test wheel sdist', one: 'build test typecheck', two: 'build' },
    shared: { one: 'build', two: 'build' },
  },
  {
    id: 'a test of a dependency',
    why: 'nobody but its own tests reads it, and its source distribution',
    change: [append('libs/common/tests/test_common.py', '# more\n')],
    miss: { common: 'test sdist' },
  },
  {
    id: 'the README of a dependency',
    why: 'likewise',
    change: [append('libs/common/README.md', 'More.\n')],
    miss: { common: 'test sdist' },
  },
  {
    id: 'the manifest of a dependency',
    why: 'its metadata ships; who has packages has its lock read again; wheels name its version, which is the same',
    change: [replace('libs/common/pyproject.toml', 'version = "1"', 'version = "1"\ndescription = "Common"')],
    miss: { common: 'build test wheel sdist', one: 'build test typecheck' },
    store: { common: 'bytecode', two: 'build', one: 'wheel sdist' },
  },
  {
    id: 'a project that only tests need',
    why: 'a group names it: it is not shipped',
    change: [append('libs/testkit/src/testkit/__init__.py', 'MORE = 1\n')],
    miss: { testkit: 'bytecode', one: 'test typecheck' },
  },
  {
    id: 'the lock: a package that ships',
    core: true,
    why: 'who has it in a slice; tests and type checkers see what ships',
    change: [bump('kiln-shipped')],
    miss: { one: 'build test typecheck' },
  },
  {
    id: 'the lock: a package that tests need',
    why: 'it does not ship; type checkers read the tests too',
    change: [bump('kiln-tested')],
    miss: { one: 'test typecheck' },
  },
  {
    id: 'the lock: a package of a group that no target uses',
    core: true,
    why: 'it is in no environment',
    change: [bump('kiln-unused')],
  },
  {
    id: 'the version of a dependency, in its manifest',
    why: 'wheels that need it ask for it',
    change: [replace('libs/common/pyproject.toml', 'version = "1"', 'version = "2"')],
    miss: { common: 'build test wheel sdist', one: 'build test typecheck wheel sdist' },
    store: { common: 'bytecode', two: 'build' },
  },
  {
    id: 'a MANIFEST.in, where setuptools builds',
    why: 'it decides about what is packed',
    change: [write('libs/common/MANIFEST.in', 'include tests/*.py\n')],
    miss: { common: 'build test wheel sdist' },
  },
  {
    id: 'the lock: a package that builds',
    core: true,
    why: 'it is in the slice of `package` alone',
    change: [bump('kiln-builder')],
    miss: { one: 'wheel sdist' },
  },
  {
    id: 'the version of the test runner',
    why: 'whose tests it runs',
    change: [bump('pytest')],
    miss: { one: 'test typecheck', common: 'test' },
  },
  {
    id: 'the version of the linter',
    why: 'it is in the slice of `lint` alone',
    change: [bump('flake8')],
    miss: { one: 'lint' },
  },
  {
    id: 'the version of the type checker',
    why: 'it is in the slice of `typecheck` alone',
    change: [bump('mypy')],
    miss: { one: 'typecheck' },
  },
  {
    id: 'a project removed, and from the lock',
    why: 'the others have nothing of it',
    change: [remove('apps/two'), write('uv.lock', truthLock({ without: ['two'] }))],
    gone: { two: 'build bytecode lint' },
  },
  {
    id: 'a project added',
    why: 'the others have nothing of it',
    change: [
      write('tools/new/pyproject.toml', '[project]\nname = "new"\nversion = "1"\nrequires-python = ">=3.14"\n'),
      write('tools/new/src/new/__init__.py', 'NEW = 1\n'),
    ],
    miss: { new: 'bytecode' },
  },
  {
    id: 'a TypeScript project added',
    why: 'Python has nothing of it',
    change: [write('web2/project.json', json({ name: 'web2', targets: {} }))],
  },
  {
    id: 'an npm dependency',
    why: 'Python has nothing of it',
    change: [write('package-lock.json', npmLock('1.0.1'))],
    miss: { web: 'build' },
  },
  {
    id: 'a source of TypeScript',
    why: 'Python has nothing of it',
    change: [append('web/index.ts', 'export const more = 1;\n')],
    miss: { web: 'build' },
  },
];
