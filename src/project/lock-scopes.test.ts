import { memoryDisk } from './disk';
import { lockFilesOf } from './lock-scopes';
import { readWorkspace } from './workspace';

const project = (name: string, rest = '') => `[project]\nname = "${name}"\n${rest}`;

/** `file: members` of every lock. */
function scopes(files: Readonly<Record<string, string>>): string[] {
  const manifests = Object.keys(files).filter((file) => file.endsWith('pyproject.toml'));
  return readWorkspace(manifests, memoryDisk(files)).locks.map(
    (scope) => `${scope.file}: ${scope.members.map(({ root }) => root).join(' ')}`,
  );
}

it.each([
  ['a project without any', { 'a/pyproject.toml': project('a') }, []],
  ['the folder’s own', { 'a/pyproject.toml': project('a'), 'a/poetry.lock': '' }, ['a/poetry.lock: a']],
  [
    'uv before the others where the project does not say',
    { 'a/pyproject.toml': project('a'), 'a/requirements.txt': '', 'a/uv.lock': '', 'a/pdm.lock': '' },
    ['a/uv.lock: a'],
  ],
  [
    'no uv.lock where uv does not manage it',
    { 'a/pyproject.toml': project('a', '[tool.uv]\nmanaged = false\n'), 'a/uv.lock': '', 'a/requirements.txt': '' },
    ['a/requirements.txt: a'],
  ],
  [
    'the nearest requirements above',
    {
      'requirements.txt': '',
      'x/requirements.txt': '',
      'x/a/pyproject.toml': project('a'),
      'b/pyproject.toml': project('b'),
      'b/poetry.lock': '',
      'c/pyproject.toml': project('c'),
    },
    ['requirements.txt: c', 'b/poetry.lock: b', 'x/requirements.txt: x/a'],
  ],
  [
    'not those beside a lock that names its projects',
    { 'requirements.txt': '', 'uv.lock': '', 'pyproject.toml': project('root'), 'old/pyproject.toml': project('old') },
    ['uv.lock: .'],
  ],
  ['pylock above', { 'pylock.toml': '', 'pylock.dev.toml': '', 'a/pyproject.toml': project('a') }, ['pylock.toml: a']],
] as [string, Record<string, string>, string[]][])('%s', (_, files, expected) => {
  expect(scopes(files)).toEqual(expected);
});

it('takes path dependencies of a poetry project in, where only one lock has them', () => {
  const path = (...names: string[]) =>
    `[tool.uv.sources]\n${names.map((name) => `${name} = { path = "../${name}" }\n`).join('')}`;
  const files = {
    'a/pyproject.toml': project('a', path('b', 'both')),
    'a/poetry.lock': '',
    'b/pyproject.toml': project('b', path('c')),
    'c/pyproject.toml': project('c'),
    'both/pyproject.toml': project('both'),
    'd/pyproject.toml': project('d', path('both')),
    'd/poetry.lock': '',
  };
  expect(scopes(files)).toEqual(['a/poetry.lock: a b c', 'd/poetry.lock: d']);
});

it('takes requirements of tests alone for no lock of the project', () => {
  const files = {
    'a/pyproject.toml': project('a'),
    'a/test-requirements.latest.txt': '',
    'a/requirements.oldest.txt': '',
  };
  expect(readWorkspace(['a/pyproject.toml'], memoryDisk(files)).locks).toEqual([]);
});

it('takes the requirements files of a folder as one, with what they include', () => {
  const files = {
    'a/pyproject.toml': project('a'),
    'a/requirements/base.txt': '-r ../shared/all.txt\n',
    'a/requirements/dev.txt': '-r base.txt\n--constraint=../limits.txt\n',
    'a/dev-requirements.txt': '',
    'a/shared/all.txt': '-r nothing.txt # comment',
    'a/limits.txt': '',
    'a/notes.txt': '',
  };
  const [scope, more] = readWorkspace(['a/pyproject.toml'], memoryDisk(files)).locks;
  expect(more).toBeUndefined();
  expect(scope).toMatchObject({ file: 'a/requirements/base.txt', root: 'a', manager: 'requirements' });
  expect(scope && lockFilesOf(scope)).toEqual([
    'a/dev-requirements.txt',
    'a/limits.txt',
    'a/requirements/base.txt',
    'a/requirements/dev.txt',
    'a/shared/all.txt',
    'a/shared/nothing.txt',
  ]);
});
