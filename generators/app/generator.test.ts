import { readJson } from '@nx/devkit';
import lib from '../lib/generator';
import { emptyWorkspace } from '../project/empty-workspace.testing';
import app from './generator';

const place = emptyWorkspace(app, 'apps/hello');
const { run, text } = place;
const python = () =>
  place.tree
    .listChanges()
    .map(({ path, type }) => `${type} ${path}`)
    .filter((line) => !/package\.json|nx\.json|\.oxfmtrc|tsconfig|\.editorconfig/.test(line));

it('makes an application, and a uv workspace around it', async () => {
  await run();
  expect(python()).toMatchInlineSnapshot(`
[
  "CREATE .gitignore",
  "CREATE pyproject.toml",
  "CREATE apps/hello/pyproject.toml",
  "CREATE apps/hello/src/hello/__init__.py",
  "CREATE apps/hello/src/hello/cli.py",
  "CREATE apps/hello/tests/test_cli.py",
]
`);
  expect(text('pyproject.toml')).toMatchInlineSnapshot(`
"[tool.uv.workspace]
members = ["apps/hello"]
"
`);
  expect(text('apps/hello/pyproject.toml')).toMatchInlineSnapshot(`
"[project]
name = "hello"
version = "0.1.0"
requires-python = ">=3.14"
dependencies = []

[project.scripts]
hello = "hello.cli:main"

[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff>=0.15"]
typecheck = ["mypy>=2"]

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[tool.uv]
default-groups = "all"

[tool.mypy]
strict = true
"
`);
  expect(text('apps/hello/src/hello/cli.py')).toMatchInlineSnapshot(`
"import argparse


def greet(name: str) -> str:
    return f"Hello, {name}!"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?", default="world")
    print(greet(parser.parse_args().name))
"
`);
  expect(text('apps/hello/tests/test_cli.py')).toMatchInlineSnapshot(`
"from hello.cli import greet


def test_greet() -> None:
    assert greet("Ada") == "Hello, Ada!"
"
`);
  expect(text('.gitignore')).toMatchInlineSnapshot(`
".kiln/
dist/
__pycache__/
"
`);
  expect(readJson(place.tree, 'nx.json').plugins).toEqual([{ plugin: 'nx-kiln', options: {} }]);
});

it('says no more than is wanted', async () => {
  await run({ test: 'none', lint: 'none', typecheck: 'none', layout: 'flat', description: 'Says "hello"' });
  expect(python()).toMatchInlineSnapshot(`
[
  "CREATE .gitignore",
  "CREATE pyproject.toml",
  "CREATE apps/hello/pyproject.toml",
  "CREATE apps/hello/hello/__init__.py",
  "CREATE apps/hello/hello/cli.py",
]
`);
  expect(text('apps/hello/pyproject.toml')).toMatchInlineSnapshot(`
"[project]
name = "hello"
version = "0.1.0"
description = "Says \\"hello\\""
requires-python = ">=3.14"
dependencies = []

[project.scripts]
hello = "hello.cli:main"

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[tool.uv.build-backend]
module-root = ""
"
`);
});

it('takes another name, another module, pyright and an older Python', async () => {
  await run({ name: 'Acme.Hello', module: 'hi', typecheck: 'pyright', python: '3.12' });
  expect(text('apps/hello/pyproject.toml')).toMatchInlineSnapshot(`
"[project]
name = "Acme.Hello"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = []

[project.scripts]
acme-hello = "hi.cli:main"

[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff>=0.15"]
typecheck = ["pyright[nodejs]>=1.1.400"]

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[tool.uv]
default-groups = "all"

[tool.uv.build-backend]
module-name = "hi"
"
`);
  expect(place.tree.exists('apps/hello/src/hi/cli.py')).toBe(true);
});

it('joins the uv workspace and names what it needs', async () => {
  await lib(place.tree, { directory: 'libs/acme-text', layout: 'namespace', skipFormat: true });
  const root = `# ours
[tool.uv.workspace]
members = [
  "libs/*", # all of them
]
`;
  place.tree.write('pyproject.toml', root);
  await run({ dependencies: ['acme-text'], typecheck: 'none' });
  expect(text('pyproject.toml')).toBe(root.replace('  "libs/*", # all of them\n', '$&  "apps/hello",\n'));
  expect(text('apps/hello/pyproject.toml')).toContain('dependencies = ["acme-text"]\n');
  expect(text('apps/hello/pyproject.toml')).toContain('[tool.uv.sources]\nacme-text = { workspace = true }\n');
});

it('leaves a root alone whose pattern takes it already, and declares no tool that the root declares', async () => {
  const root = `[project]
name = "root"
version = "0"
[dependency-groups]
lint = ["ruff"]
dev = ["pytest"]
[tool.uv.workspace]
members = ["apps/*"]
[tool.mypy]
strict = true
`;
  place.tree.write('pyproject.toml', root);
  await run();
  expect(text('pyproject.toml')).toBe(root);
  expect(text('apps/hello/pyproject.toml')).toContain('[dependency-groups]\ntypecheck = ["mypy>=2"]\n');
  expect(text('apps/hello/pyproject.toml')).not.toContain('[tool.mypy]');
});

it('stands alone where the others do, and finds them by their paths', async () => {
  place.tree.write('libs/core/pyproject.toml', '[project]\nname = "core"\nversion = "1"\n');
  place.tree.write('libs/core/src/core/__init__.py', '');
  place.tree.write('libs/core/uv.lock', 'version = 1\nrequires-python = ">=3.12"\n');
  await run({ dependencies: ['core'] });
  expect(place.tree.exists('pyproject.toml')).toBe(false);
  expect(text('apps/hello/pyproject.toml')).toContain('core = { path = "../../libs/core", editable = true }\n');
});

it('stands alone where another manager has the root', async () => {
  place.tree.write('pyproject.toml', '[tool.poetry]\nname = "root"\nversion = "1"\n');
  await run();
  expect(python()).not.toContain('UPDATE pyproject.toml');
  expect(text('pyproject.toml')).toBe('[tool.poetry]\nname = "root"\nversion = "1"\n');
});

it('joins the nearest of several uv workspaces, by a path from there', async () => {
  place.tree.write('pyproject.toml', '[tool.uv.workspace]\nmembers = []\n');
  place.tree.write('services/pyproject.toml', "[tool.uv.workspace]\nmembers = ['a']\n");
  await run({ directory: 'services/hello' });
  expect(text('services/pyproject.toml')).toBe("[tool.uv.workspace]\nmembers = ['a', 'hello']\n");
  expect(text('pyproject.toml')).toBe('[tool.uv.workspace]\nmembers = []\n');
});

it.each<[string, Record<string, string>, Record<string, unknown>, string]>([
  [
    '.python-version',
    { 'apps/.python-version': '# ours\n3.12.4\n', 'kiln.json': '{ "pythons": { "3.12": "3.12.4" } }' },
    {},
    '>=3.12',
  ],
  ['what the workspace is locked for', { 'uv.lock': 'version = 1\nrequires-python = ">=3.11"\n' }, {}, '>=3.11'],
  ['the option', { 'uv.lock': 'version = 1\nrequires-python = ">=3.11"\n' }, { python: 3.1 }, '>=3.10'],
])('takes the Python of %s', async (_, files, options, expected) => {
  place.tree.write('pyproject.toml', '[tool.uv.workspace]\nmembers = []\n');
  for (const [file, content] of Object.entries(files)) {
    place.tree.write(file, content);
  }
  await run(options);
  expect(text('apps/hello/pyproject.toml')).toContain(`requires-python = "${expected}"\n`);
});

it('locks with the very Python that .python-version names', async () => {
  place.tree.write('.python-version', '3.14.2\n');
  await expect(run()).rejects.toThrow('3.14.2');
});

it('makes what pip takes', async () => {
  place.tree.write('libs/core/pyproject.toml', '[project]\nname = "core"\nversion = "1"\n');
  await run({ manager: 'pip', dependencies: ['core'] });
  expect(python()).toMatchInlineSnapshot(`
[
  "CREATE libs/core/pyproject.toml",
  "CREATE .gitignore",
  "CREATE apps/hello/pyproject.toml",
  "CREATE apps/hello/requirements.in",
  "CREATE apps/hello/src/hello/__init__.py",
  "CREATE apps/hello/src/hello/cli.py",
  "CREATE apps/hello/tests/test_cli.py",
]
`);
  expect(text('apps/hello/requirements.in')).toBe('-e ../../libs/core\n');
  expect(text('apps/hello/pyproject.toml')).toMatchInlineSnapshot(`
"[project]
name = "hello"
version = "0.1.0"
requires-python = ">=3.14"
dependencies = ["core"]

[project.scripts]
hello = "hello.cli:main"

[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff>=0.15"]
typecheck = ["mypy>=2"]

[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[tool.mypy]
strict = true
"
`);
});

it('begins at the folder that the command is given in', async () => {
  await run({ directory: 'hello', cwd: 'apps' });
  expect(place.tree.exists('apps/hello/pyproject.toml')).toBe(true);
});

const KNOWN: Record<string, string> = {
  'libs/core/pyproject.toml': '[project]\nname = "acme-core"\nversion = "1"\nrequires-python = ">=3.12,<3.13"\n',
  'libs/core/src/acme/core/__init__.py': '',
  'libs/core/src/acme_core/__init__.py': '',
  'libs/needs-hello/pyproject.toml':
    '[project]\nname = "needs"\nversion = "1"\ndependencies = ["hello"]\n[tool.uv.sources]\nhello = { workspace = true }\n',
  'libs/needs-hello/src/needs/__init__.py': '',
  'libs/web/project.json': '{ "name": "web" }',
  'apps/full/README.md': '',
  'apps/file': 'x',
};

it.each<[Record<string, unknown>, string]>([
  [{ directory: '../hello' }, 'error[OPTION_INVALID] directory=../hello lies outside of the workspace'],
  [{ directory: '.' }, 'is the workspace itself'],
  [{ directory: 'dist/hello' }, 'lies in dist'],
  [{ directory: 'apps/h*' }, 'has a character'],
  [{ directory: 'apps/full' }, 'error[FOLDER_TAKEN] apps/full is not empty'],
  [{ directory: 'apps/file/x' }, 'apps/file is a file'],
  [{ directory: 'out/hello' }, "excludes out/hello from its uv workspace: 'out/*'"],
  [{ name: '@acme/hello' }, "'@acme/hello' is no name of a Python project"],
  [{ name: 'Acme_Core' }, "error[NAME_TAKEN] libs/core is called 'acme-core' already"],
  [{ name: 'web' }, "libs/web is called 'web' already"],
  [{ name: 'pytest' }, "'pytest' is a package"],
  [{ name: '3d' }, "'3d' is no name that Python imports"],
  [{ module: 'class' }, "'class' is a word of Python"],
  [{ module: 'json' }, "'json' means something to Python"],
  [{ module: 'acme_core' }, "provides the module 'acme_core' already"],
  [{ module: 'acme' }, "'acme' and 'acme.core' cannot be installed beside each other"],
  [{ module: 'a.b' }, 'layout=src takes one name without dots'],
  [{ layout: 'namespace' }, 'layout=namespace takes two names with a dot between them'],
  [{ dependencies: ['acme-cor'] }, "there is no project 'acme-cor'"],
  [{ dependencies: ['acme-cor'] }, "did you mean 'acme-core'?"],
  [{ dependencies: ['web'] }, "'web' (libs/web) is no Python project"],
  [{ dependencies: ['needs'] }, "needs (libs/needs-hello) needs 'hello' already"],
  [{ dependencies: ['acme-core'] }, 'acme-core (libs/core) does not run on Python 3.14'],
  [{ description: 'two\nlines' }, 'description: one line'],
  [{ python: '3.99' }, 'error[PYTHON_UNAVAILABLE]'],
  [{ manager: 'pip', directory: 'libs/x' }, 'libs/x is a member of the uv workspace'],
  [{ manager: 'conda' }, 'manager: '],
  [{ managr: 'uv' }, 'error[OPTION_INVALID] app: an option is not valid'],
])('refuses %j and writes nothing', async (options, message) => {
  place.tree.write('pyproject.toml', '[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["out/*"]\n');
  for (const [file, content] of Object.entries(KNOWN)) {
    place.tree.write(file, content);
  }
  const before = JSON.stringify(place.tree.listChanges());
  await expect(run(options)).rejects.toThrow(message);
  expect(JSON.stringify(place.tree.listChanges())).toBe(before);
});
