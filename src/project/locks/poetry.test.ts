import { installSet } from '../install-set';
import { parseRequirement } from '../requirement';
import type { PythonProject, Requirement } from '../types';
import { poetryLock } from './poetry';
import { APP } from './readers.testing';

const METADATA = '[metadata]\nlock-version = "2.0"\npython-versions = "^3.10"\n';
const read = (text: string) => poetryLock.read('sub/poetry.lock', text);
const first = (rest: string) => read(`[[package]]\nname = "X_y"\nversion = "1"\n${rest}\n${METADATA}`).packages[0];

it.each([
  ['', { kind: 'registry', url: '' }],
  ['type = "legacy"\nurl = "https://index.example/simple"', { kind: 'registry', url: 'https://index.example/simple' }],
  ['type = "directory"\nurl = "../core"', { kind: 'workspace', path: '../core' }],
  ['type = "file"\nurl = "vendor/x.whl"', { kind: 'path', path: 'vendor/x.whl' }],
  ['type = "url"\nurl = "https://files.example/x.zip"', { kind: 'url', url: 'https://files.example/x.zip' }],
  [
    'type = "git"\nurl = "git@git.example:me/x.git"\nreference = "main"\nresolved_reference = "abc"\nsubdirectory = "s"',
    { kind: 'git', url: 'ssh://git@git.example/me/x.git', commit: 'abc', subdirectory: 's' },
  ],
])('reads a source %j', (source, expected) => {
  expect(first(`[package.source]\n${source}`)).toMatchObject({ name: 'x-y', source: expected });
});

it('reads dependencies in every form, and what extras add', () => {
  expect(
    first(`[package.dependencies]
A = "^1.2"
b = [{ version = "<2", markers = "python_version < '3.12'" }, { version = ">=2", markers = "python_version >= '3.12'" }]
c = { version = "*", extras = ["Fast"], optional = true, markers = "extra == \\"more\\" and os_name == \\"nt\\"" }
core = { path = "../core", develop = true }
[package.extras]
More = ["c (>=1)", "d[z] (>=1) ; python_version < \\"4\\""]`),
  ).toMatchObject({
    dependencies: [
      { name: 'a', specifier: '<2.0,>=1.2' },
      { name: 'b', specifier: '<2', marker: "python_version < '3.12'" },
      { name: 'b', specifier: '>=2', marker: "python_version >= '3.12'" },
      { name: 'core' },
    ],
    optionalDependencies: {
      more: [
        { name: 'c', extras: ['fast'], marker: 'python_version >= \'0\' and os_name == "nt"' },
        { name: 'd', extras: ['z'], specifier: '>=1', marker: 'python_version < "4"' },
      ],
    },
  });
});

it.each([
  ['markers = "os_name == \'nt\'"', ["os_name == 'nt'"]],
  [
    'groups = ["main", "dev"]\nmarkers = { main = "os_name == \'nt\'", dev = "os_name == \'posix\'" }',
    ["os_name == 'nt'", "os_name == 'posix'"],
  ],
  ['groups = ["main", "dev"]\nmarkers = { main = "os_name == \'nt\'" }', undefined],
  ['', undefined],
])('reads where an entry counts: %j', (text, expected) => {
  expect(first(text)?.markers).toEqual(expected);
});

it('reads format 1, whose files stand at the end', () => {
  const lock = read(`[[package]]
name = "a"
version = "1"
category = "main"
optional = false
[metadata]
lock-version = "1.1"
python-versions = "*"
content-hash = "x"
[metadata.files]
a = [{ file = "a-1-py3-none-any.whl", hash = "sha256:00" }, { file = "a-1.tar.gz", hash = "sha256:11" }, { file = "a-1.zip", hash = "sha256:22" }]
`);
  expect(lock.requiresPython).toBeUndefined();
  expect(lock.packages[0]).toMatchObject({
    wheels: [{ filename: 'a-1-py3-none-any.whl' }],
    sdist: { hash: 'sha256:11' },
    hashes: ['sha256:22'],
  });
});

it('takes of forks without markers the newest that suits all who need it', () => {
  const text = ['1', '2']
    .map((version) => `[[package]]\nname = "idna"\nversion = "${version}"\n`)
    .join('')
    .concat('[[package]]\nname = "click"\nversion = "8"\n[package.dependencies]\nidna = ">=1"\n', METADATA);
  const asked = ['click', "idna<2; python_version < '3.12'", "idna>=1.5; python_version >= '3.12'"];
  const app: PythonProject = {
    ...APP,
    dependencies: asked.map((one) => parseRequirement(one) as Requirement),
    groups: {},
  };
  const idna = (python: string) =>
    installSet(poetryLock.read('poetry.lock', text), app, {
      purpose: 'build',
      environment: { python_version: python, python_full_version: `${python}.1` },
    }).packages.find(({ name }) => name === 'idna')?.version;
  expect([idna('3.11'), idna('3.14')]).toEqual(['1', '2']);
});

it('is not confused by names of JavaScript', () => {
  const lock = read(
    `[[package]]\nname = "constructor"\nversion = "1"\n[package.extras]\n__proto__ = ["a"]\n${METADATA}`,
  );
  const app = {
    ...APP,
    dependencies: [parseRequirement('constructor[constructor,toString]') as Requirement],
    groups: {},
  };
  const { packages } = installSet(lock, app, { purpose: 'test', environment: {} });
  expect(packages.map(({ name }) => name)).toEqual(['constructor']);
});
