/** Interpreters, the shell, and where the workspace lies. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkFolder } from '../../harness/setting';
import { PYTHON, type Row } from '../row';
import { env, moveTo, type Verb, type World, write } from '../world';

export const MACHINE: readonly Row[] = [
  ...(
    [
      ['patch', '3.14.5'],
      ['minor', '3.13'],
      ['implementation', 'pypy3.11'],
    ] as const
  ).map(
    ([what, version]): Row => ({
      id: `.python-version above: another ${what} of the interpreter`,
      why: 'it runs and compiles everything; one that is not pinned is refused, after the key has moved',
      change: [write('.python-version', `${version}\n`)],
      miss: PYTHON,
      fails: 'PYTHON_UNAVAILABLE',
    }),
  ),
  {
    id: 'a .python-version nearer to the project',
    core: true,
    why: 'it wins for what lies below it',
    change: [write('apps/one/.python-version', '3.14.5\n')],
    miss: { one: 'build bytecode test lint typecheck wheel sdist', inner: 'bytecode' },
    fails: 'PYTHON_UNAVAILABLE',
  },
  {
    id: 'an environment variable that passEnv names',
    core: true,
    why: 'the tests can see it',
    change: [env('TRUTH_DECLARED', () => 'another')],
    miss: { one: 'test' },
  },
  {
    id: 'an environment variable that nothing names',
    core: true,
    why: 'no tool sees it',
    change: [env('TRUTH_UNDECLARED', () => 'x'), env('PYTEST_ADDOPTS', () => '--fail'), env('MYPYPATH', () => '/')],
  },
  {
    id: 'PYTHONPATH, PYTHONHASHSEED, PYTHONOPTIMIZE, SOURCE_DATE_EPOCH, LANG in the shell',
    why: 'no step sees the shell',
    change: [
      env('PYTHONPATH', ({ outside }) => outside),
      env('PYTHONHASHSEED', () => '7'),
      env('PYTHONOPTIMIZE', () => '2'),
      env('SOURCE_DATE_EPOCH', () => '1'),
      env('LANG', () => 'de_DE.UTF-8'),
      env('TZ', () => 'Asia/Kathmandu'),
    ],
    rebuild: true,
  },
  {
    id: 'other interpreters first on PATH, and an active environment',
    why: 'Kiln takes the pinned one',
    change: [fakePythons(), env('VIRTUAL_ENV', ({ outside }) => join(outside, 'venv'))],
    rebuild: true,
  },
  {
    id: 'another index for packages, with credentials',
    why: 'the lock says what packages are, not where they come from',
    change: [env('UV_DEFAULT_INDEX', () => 'http://user:secret@127.0.0.1:9/simple')],
  },
  {
    id: 'the workspace in another folder',
    why: 'no path of the machine is in a key',
    moves: true,
    change: [moveTo(copyOf)],
    rebuild: true,
  },
  {
    id: 'a second clone with the same cache',
    why: 'no path and no time is in a key',
    moves: true,
    change: [moveTo((world) => cloneOf(world, []))],
  },
  {
    id: 'a shallow clone',
    why: 'nothing asks git for history',
    moves: true,
    change: [moveTo((world) => cloneOf(world, ['--depth=1']))],
  },
];

/** Programs that would fail if anything started them. */
function fakePythons(): Verb {
  return (world) => {
    const bin = join(world.outside, 'bin');
    mkdirSync(bin, { recursive: true });
    for (const name of ['python', 'python3', 'python3.14', 'pytest', 'flake8', 'mypy']) {
      writeFileSync(join(bin, name), '#!/bin/sh\necho "the wrong $0" >&2\nexit 9\n');
      chmodSync(join(bin, name), 0o755);
    }
    env('PATH', () => `${bin}:${world.env.PATH}`)(world);
  };
}

function copyOf({ folder, outside }: World): string {
  const place = join(outside, 'elsewhere', 'a workspace');
  cpSync(folder, place, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/[\\/](node_modules|dist|\.nx|\.kiln)([\\/]|$)/.test(path.slice(folder.length)),
  });
  linkFolder(join(folder, 'node_modules'), join(place, 'node_modules'));
  return place;
}

/** Without what git ignores, but for the generated source that is part of the package. */
function cloneOf({ folder, outside }: World, flags: readonly string[]): string {
  const place = join(outside, 'clone');
  execFileSync('git', ['clone', '-q', ...flags, `file://${folder}`, place], { stdio: 'pipe' });
  cpSync(join(folder, 'apps/one/src/one/_version.py'), join(place, 'apps/one/src/one/_version.py'));
  linkFolder(join(folder, 'node_modules'), join(place, 'node_modules'));
  return place;
}
