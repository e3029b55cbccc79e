import { memoryDisk } from '../disk';
import { poetryPython, poetrySpecifier } from './poetry-constraint';
import { readManifest } from './pyproject';

const read = (text: string, files: Readonly<Record<string, string>> = {}) =>
  readManifest('apps/a/pyproject.toml', text, memoryDisk(files));

it.each([
  ['^1.2.3', '<2.0.0,>=1.2.3'],
  ['^1.2', '<2.0,>=1.2'],
  ['^1', '<2.0,>=1'],
  ['^0.2.3', '<0.3.0,>=0.2.3'],
  ['^0.0.3', '<0.0.4,>=0.0.3'],
  ['^0.0', '<0.1,>=0.0'],
  ['^0', '<1.0,>=0'],
  ['~1.2.3', '<1.3.0,>=1.2.3'],
  ['~1.2', '<1.3,>=1.2'],
  ['~1', '<2.0,>=1'],
  ['~=1.2', '~=1.2'],
  ['1.2.*', '==1.2.*'],
  ['==1.*', '==1.*'],
  ['1.2.3', '==1.2.3'],
  ['=1.2', '==1.2'],
  ['*', ''],
  ['', ''],
  ['>=1.2,<2', '<2,>=1.2'],
  ['>= 1.2, < 2', '<2,>=1.2'],
  ['>=1.2 <2', '<2,>=1.2'],
  ['^1.2b1', '<2.0,>=1.2b1'],
  ['>=1,!=1.5.*', '!=1.5.*,>=1'],
  ['^1 || ^2', ''],
  ['latest', undefined],
  ['^1 || no', undefined],
])('%s is %s', (written, expected) => {
  expect(poetrySpecifier(written)).toBe(expected);
});

it('takes the last alternative for Python', () => {
  expect(poetryPython('~2.7 || ^3.6')).toBe('<4.0,>=3.6');
  expect(poetryPython('>=3.9,<3.13')).toBe('<3.13,>=3.9');
});

const POETRY = `
[tool.poetry]
name = "My-App"
version = "1.0"
packages = [{ include = "my_app", from = "lib" }, { include = "tests", format = "sdist" }]
[tool.poetry.dependencies]
python = "^3.10"
click = "^8.1"
Core = { path = "../../libs/core", develop = true }
tool = { git = "https://example.invalid/tool.git", rev = "1" }
boto = { version = "~1.2", extras = ["crt"], optional = true }
numpy = [
  { version = "<2", python = "<3.12" },
  { version = "^2.0", python = ">=3.12", platform = "linux" },
]
mine = { version = "*", source = "internal", markers = "os_name == 'nt' or os_name == 'posix'" }
[tool.poetry.extras]
aws = ["boto"]
gone = ["nothing"]
[tool.poetry.group.dev.dependencies]
pytest = "*"
helper = { path = "../helper" }
[tool.poetry.group.all]
include-groups = ["dev"]
[tool.poetry.dev-dependencies]
black = "23.1"
[tool.poetry.scripts]
app = "my_app.cli:main"
file = { reference = "bin/x", type = "file" }
old = { callable = "my_app.old:main" }
[tool.poetry.plugins."acme.plugins"]
one = "my_app.one"
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`;

it('reads poetry 1', () => {
  const { project } = read(POETRY, { 'apps/a/lib/my_app/__init__.py': '', 'apps/a/tests/__init__.py': '' });
  expect(project).toMatchObject({
    name: 'My-App',
    normalizedName: 'my-app',
    version: '1.0',
    manager: 'poetry',
    requiresPython: '<4.0,>=3.10',
    scripts: { app: 'my_app.cli:main', old: 'my_app.old:main' },
    entryPoints: { 'acme.plugins': { one: 'my_app.one' } },
    modules: [{ name: 'my_app', path: 'apps/a/lib/my_app', sourceRoot: 'apps/a/lib' }],
    sources: {
      core: { kind: 'path', path: 'libs/core', editable: true },
      tool: { kind: 'git' },
      mine: { kind: 'index', value: 'internal' },
      helper: { kind: 'path', path: 'apps/helper', editable: false },
    },
  });
  expect(project?.scripts).not.toHaveProperty('file');
  expect(project?.dependencies.map(({ text }) => text)).toEqual([
    'click<9.0,>=8.1',
    'Core',
    'tool',
    "numpy<2; python_version < '3.12'",
    "numpy<3.0,>=2.0; python_version >= '3.12' and sys_platform == 'linux'",
    "mine; os_name == 'nt' or os_name == 'posix'",
  ]);
  expect(project?.optionalDependencies.aws).toMatchObject([{ name: 'boto', extras: ['crt'], specifier: '<1.3,>=1.2' }]);
  const groups = Object.entries(project?.groups ?? {}).map(([name, list]) => [name, list.map((r) => r.name)]);
  expect(Object.fromEntries(groups)).toEqual({
    dev: ['black', 'pytest', 'helper'],
    all: ['black', 'pytest', 'helper'],
  });
  expect(project?.diagnostics).toMatchObject([
    { line: 19, message: expect.stringContaining("'nothing' is no dependency") },
  ]);
});

it('lets poetry 2 enrich what [project] says', () => {
  const { project } = read(`
[project]
name = "a"
dependencies = ["core (>=1)", "click"]
dynamic = ["version"]
[dependency-groups]
dev = ["pytest"]
[tool.poetry]
version = "3.1"
[tool.poetry.dependencies]
core = { path = "../core" }
unlisted = "*"
[tool.poetry.group.dev.dependencies]
mypy = "*"
`);
  expect(project).toMatchObject({ version: '3.1', manager: 'poetry', sources: { core: { path: 'apps/core' } } });
  expect(project?.dependencies.map(({ name, specifier }) => `${name}${specifier}`)).toEqual(['core>=1', 'click']);
  expect(project?.groups.dev?.map(({ name }) => name).sort()).toEqual(['mypy', 'pytest']);
});

it('takes an application without a name for a project, settings alone for none', () => {
  expect(read('[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nclick = "*"\n').project?.name).toBe(
    'a',
  );
  expect(read('[tool.poetry.plugins]\nx = 1\n').project).toBeUndefined();
});

it('leaves poetry’s groups out where uv manages the project', () => {
  const files = { 'apps/a/uv.lock': '' };
  const { project } = read('[project]\nname = "a"\n[tool.poetry.group.dev.dependencies]\nmypy = "*"\n', files);
  expect(project).toMatchObject({ manager: 'uv', groups: {} });
});
