import { memoryDisk } from './disk';
import { readWorkspace } from './workspace';

/** An application that ships a template with a manifest. */
const BACKEND = '[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n';
const APP = `[project]\nname = "app"\nversion = "1"\n${BACKEND}`;
const INNER = '[project]\nname = "inner"\nversion = "1"\n';
const AT = 'p/src/app/templates/inner';
const FILES = { 'p/pyproject.toml': APP, 'p/src/app/__init__.py': '', [`${AT}/pyproject.toml`]: INNER };
type Files = Readonly<Record<string, string>>;

function read(files: Files, known: readonly string[] = []) {
  const { projects, data } = readWorkspace(Object.keys(files), memoryDisk(files), known);
  return { projects: projects.map(({ root }) => root), data };
}
const NONE = { projects: ['p'], data: [AT] };
const BOTH = { projects: ['p', AT], data: [] };

it.each<[string, Files]>([
  ['pyproject.toml', {}],
  ['setup.py', { [`${AT}/pyproject.toml`]: '', [`${AT}/setup.py`]: 'from setuptools import setup\nsetup(name="x")\n' }],
  ['setup.cfg', { [`${AT}/pyproject.toml`]: '', [`${AT}/setup.cfg`]: '[metadata]\nname = x\n' }],
  ['what is no TOML', { [`${AT}/pyproject.toml`]: '[project]\nname = "{{ name }}"\n{% if x %}\n' }],
  ['one with a lock', { [`${AT}/uv.lock`]: 'version = 1\n[[package]]\nname = "inner"\nsource = { editable = "." }\n' }],
  ['one that is a workspace', { [`${AT}/pyproject.toml`]: `${INNER}[tool.uv.workspace]\nmembers = ["."]\n` }],
  ['a package.json outside of npm’s workspaces', { [`${AT}/package.json`]: '{}', 'package.json': '{}' }],
])('takes a manifest among the data of a package for data: %s', (_, changes) => {
  expect(read({ ...FILES, ...changes })).toEqual(NONE);
});

it.each<[string, Files]>([
  ['a project.json', { [`${AT}/project.json`]: '{}' }],
  ['npm’s workspaces', { [`${AT}/package.json`]: '{}', 'package.json': '{"workspaces":["p/src/app/templates/*"]}' }],
  ['a uv workspace', { 'pyproject.toml': `[tool.uv.workspace]\nmembers = ["p", "${AT}"]\n` }],
  ['an environment of hatch', { 'p/pyproject.toml': hatch('["src/app/templates/*"]') }],
  ['a table of hatch’s', { 'p/pyproject.toml': hatch('[{ path = "src/app/templates/inner" }]') }],
  ['a path source', { 'p/pyproject.toml': `${APP}[tool.uv.sources]\ninner = { path = "src/app/templates/inner" }\n` }],
  [
    'a path dependency of poetry',
    { 'q/pyproject.toml': `[tool.poetry]\nname = "q"\n[tool.poetry.dependencies]\ninner = { path = "../${AT}" }\n` },
  ],
  ['a line of requirements', { 'p/requirements.txt': '-e ./src/app/templates/inner\n' }],
  [
    'a lock',
    { 'p/uv.lock': `version = 1\n[[package]]\nname = "inner"\nsource = { editable = "src/app/templates/inner" }\n` },
  ],
])('takes a manifest inside of a package for a project that is declared: %s', (_, changes) => {
  const { projects, data } = read({ ...FILES, ...changes });
  expect([data, projects.includes(AT)]).toEqual([[], true]);
});

function hatch(members: string): string {
  return `${APP.replaceAll('uv_build', 'hatchling')}[tool.hatch.envs.default]\nworkspace.members = ${members}\n`;
}

it('takes a folder of a source folder for a package though it has no __init__.py', () => {
  const { 'p/src/app/__init__.py': _, ...files } = FILES;
  expect(read({ ...files, 'p/src/app/a.py': '' })).toEqual(NONE);
});

it('takes what the graph has for a project, whatever is found', () => {
  expect(read(FILES, [AT])).toEqual(BOTH);
});

it('does not let data declare data, but lets declared projects', () => {
  const [a, b] = ['p/src/app/templates/a', 'p/src/app/templates/b'];
  const files = {
    'p/pyproject.toml': APP,
    'p/src/app/__init__.py': '',
    [`${a}/pyproject.toml`]: `${INNER}[tool.uv.sources]\nb = { path = "../b" }\n`,
    [`${b}/pyproject.toml`]: INNER.replace('inner', 'b'),
  };
  expect(read(files)).toEqual({ projects: ['p'], data: [a, b] });
  expect(read({ ...files, [`${a}/project.json`]: '{}' })).toEqual({ projects: ['p', a, b], data: [] });
});

it.each<[string, Files]>([
  ['a path', { 'p/pyproject.toml': `${APP}[tool.uv.sources]\na = { path = "src/app/templates/a" }\n` }],
  ['a lock', { 'p/uv.lock': 'version = 1\n[[package]]\nname = "a"\nsource = { directory = "src/app/templates/a" }\n' }],
])('takes what a declared project names for declared: by %s', (_, changes) => {
  const files = {
    'p/pyproject.toml': APP,
    'p/src/app/__init__.py': '',
    'p/src/app/templates/a/pyproject.toml': `${INNER}[tool.uv.sources]\nb = { path = "../b" }\n`,
    'p/src/app/templates/b/pyproject.toml': INNER.replace('inner', 'b'),
  };
  expect(read({ ...files, ...changes }).data).toEqual([]);
});

it('takes a workspace among the data as a whole for data', () => {
  const files = {
    ...FILES,
    'p/src/app/ws/pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    'p/src/app/ws/packages/a/pyproject.toml': INNER,
  };
  expect(read(files)).toEqual({ projects: ['p'], data: [AT, 'p/src/app/ws/packages/a'].sort() });
});

it('finds nothing in data that it would not find without it', () => {
  const files = {
    'pyproject.toml': '[project]\nname = "app"\n',
    'app/__init__.py': '',
    'app/template/pyproject.toml': INNER,
    'app/template/service/requirements.txt': 'click\n',
    'app/template/service/run.py': '',
  };
  expect(read(files)).toEqual({ projects: ['.'], data: ['app/template', 'app/template/service'] });
});

it.each<[string, Files]>([
  ['tests', { 'p/tests/fixture/pyproject.toml': INNER }],
  ['examples', { 'p/examples/one/pyproject.toml': INNER }],
  ['a folder beside the package', { 'p/inner/pyproject.toml': INNER }],
])('leaves projects alone that lie in no imported folder: %s', (_, changes) => {
  const files = { 'p/pyproject.toml': APP, 'p/src/app/__init__.py': '', ...changes };
  expect(read(files)).toMatchObject({ projects: ['p', expect.any(String)], data: [] });
});

it('takes a folder beside the manifest that is called like the project for a package', () => {
  const files = { 'p/pyproject.toml': APP.replaceAll('uv_build', 'hatchling'), 'p/app/a.py': '' };
  expect(read({ ...files, 'p/app/inner/pyproject.toml': INNER })).toEqual({ projects: ['p'], data: ['p/app/inner'] });
});

it('does not take a folder of projects for a package because a script lies in it', () => {
  const setuptools = APP.replaceAll('uv_build', 'setuptools.build_meta');
  const files = {
    'pyproject.toml': `${setuptools}[tool.setuptools.packages.find]\nnamespaces = true\n`,
    'app/__init__.py': '',
    'libs/conftest.py': '',
    'libs/core/pyproject.toml': INNER,
  };
  expect(read(files)).toEqual({ projects: ['.', 'libs/core'], data: [] });
});
