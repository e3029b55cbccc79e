import { slicesOf } from '../closure';
import { memoryDisk } from '../disk';
import type { LockedPackage } from '../types';
import { APP } from './readers.testing';
import { requirementsLock } from './requirements';
import { requirementsLines } from './requirements-lines';

function read(text: string, others: Readonly<Record<string, string>> = {}, file = 'a/requirements.txt') {
  return requirementsLock.read(file, text, memoryDisk({ [file]: text, ...others }));
}
const entry = (text: string): LockedPackage | undefined => read(text).packages[0];

it.each([
  ['Click==8.1  # a comment', { name: 'click', version: '8.1', source: { kind: 'registry' }, memberOf: ['main'] }],
  ['click>=8', { name: 'click', specifier: '>=8' }],
  ['click==8.*', { specifier: '==8.*' }],
  ['click', { name: 'click' }],
  ["a[x, y]==1 ; python_version < '3.9'", { name: 'a', version: '1', markers: ["python_version < '3.9'"] }],
  ['a===1', { version: '1' }],
  ['a @ https://files.example/a-1.zip#sha256=00', { source: { kind: 'url', url: 'https://files.example/a-1.zip' } }],
  [
    'a @ git+ssh://git@git.example/g.git@0123abc#subdirectory=sub',
    { source: { kind: 'git', url: 'ssh://git@git.example/g.git', commit: '0123abc', subdirectory: 'sub' } },
  ],
  ['git+https://git.example/g@main#egg=Gee', { name: 'gee', source: { kind: 'git', commit: 'main' } }],
  ['-e ./libs/core', { name: 'core', source: { kind: 'workspace', path: 'libs/core' } }],
  ['-e git+https://git.example/g.git@v1#egg=g', { name: 'g', source: { kind: 'git', commit: 'v1' } }],
  ['--editable=../core[x]', { name: 'core', source: { kind: 'workspace', path: '../core' } }],
  [
    './vendor/a_b-1.0-py3-none-any.whl',
    { name: 'a-b', source: { kind: 'path', path: 'vendor/a_b-1.0-py3-none-any.whl' } },
  ],
  ['core @ file:///${PROJECT_ROOT}/core', { name: 'core', source: { kind: 'workspace', path: 'core' } }],
  ['https://files.example/a-1.0.tar.gz', { name: 'a', source: { kind: 'url' } }],
  ['a==1 --config-settings="x=y"', { name: 'a', version: '1' }],
])('reads %s', (text, expected) => {
  expect(entry(text)).toMatchObject(expected);
});

it.each([
  '--index-url https://index.example/simple',
  '-i x',
  '--no-binary :all:',
  '# only a comment',
  '',
  '\uFEFF',
  '??',
])('takes nothing from %j', (text) => {
  expect(read(text).packages).toEqual([]);
});

it('joins lines and takes hashes', () => {
  const text = 'a==1 \\\n    --hash=sha256:AA \\\r\n    --hash sha256:bb # via x\nb==2\n';
  expect(requirementsLines(text)).toEqual([
    { text: 'a==1', line: 1, hashes: ['sha256:aa', 'sha256:bb'], via: ['x'] },
    { text: 'b==2', line: 4, hashes: [], via: [] },
  ]);
  expect(read(text).packages[0]?.hashes).toEqual(['sha256:aa', 'sha256:bb']);
});

it('follows -r and -c, each file once, and survives circles', () => {
  const lock = read('-r sub/more.txt\n-c limits.txt\na\nb\n', {
    'a/sub/more.txt': '-r ../requirements.txt\nc==1\n',
    'a/limits.txt': 'a==7 --hash=sha256:00\nunused==1\n',
  });
  expect(lock).toMatchObject({ root: 'a', includes: ['a/limits.txt', 'a/sub/more.txt'] });
  expect(lock.packages.map(({ name, version, hashes }) => [name, version, hashes])).toEqual([
    ['c', '1', []],
    ['a', '7', ['sha256:00']],
    ['b', undefined, []],
  ]);
});

it('gives packages the groups of all files that name them', () => {
  const lock = read('a==1\n', {
    'a/dev-requirements.txt': '-r requirements.txt\nb==1\n',
    'a/requirements/docs.txt': 'c==1\n',
    'a/requirements-test.txt': 'b==1\n',
  });
  expect(Object.fromEntries(lock.packages.map(({ name, memberOf }) => [name, memberOf]))).toEqual({
    a: ['dev', 'main'],
    b: ['dev', 'test'],
    c: ['docs'],
  });
});

const lint = (text: string) =>
  slicesOf({ ...read('click==8\n', { 'a/requirements-dev.txt': text }), root: '.' }, [APP])
    .find(({ purpose }) => purpose === 'lint')
    ?.packages.map(({ name }) => name);

it('lints with what the notes of pip-compile say that a linter needs, else with all that stands beside it', () => {
  const compiled =
    'flake8==7\n    # via -r dev.in\nmccabe==1\n    # via flake8\npyflakes==3\n    # via\n    #   -r dev.in\n    #   flake8\npytest==9\n    # via -r dev.in\n';
  expect(lint(compiled)).toEqual(['flake8', 'mccabe', 'pyflakes']);
  expect(lint('flake8==7\nmccabe==1\npytest==9\n')).toEqual(['flake8', 'mccabe', 'pytest']);
  expect(lint('ruff==1\npytest==9\n')).toEqual(['ruff']);
  expect(lint('pytest==9\n')).toEqual([]);
});
