import { emptyWorkspace } from '../project/empty-workspace.testing';
import lib from './generator';

const place = emptyWorkspace(lib, 'libs/acme-text');
const { run, text } = place;
const files = () =>
  place.tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('libs/'));

it.each([
  ['src', 'src/acme_text'],
  ['flat', 'acme_text'],
  ['namespace', 'src/acme/text'],
])('makes a library in layout %s', async (layout, folder) => {
  await run({ layout });
  const test = layout === 'namespace' ? 'text' : 'acme_text';
  expect(files().sort()).toEqual(
    ['pyproject.toml', `${folder}/__init__.py`, `${folder}/py.typed`, `tests/test_${test}.py`]
      .map((file) => `libs/acme-text/${file}`)
      .sort(),
  );
});

it('says what its backend has to know of a namespace', async () => {
  await run({ layout: 'namespace', lint: 'none' });
  expect(text('libs/acme-text/pyproject.toml')).toMatchInlineSnapshot(`
"[project]
name = "acme-text"
version = "0.1.0"
requires-python = ">=3.14"
dependencies = []

[dependency-groups]
test = ["pytest>=9"]
typecheck = ["mypy>=2"]

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[tool.uv]
default-groups = "all"

[tool.uv.build-backend]
module-name = "acme.text"

[tool.mypy]
strict = true
mypy_path = "src"
explicit_package_bases = true
"
`);
  expect(text('libs/acme-text/tests/test_text.py')).toMatchInlineSnapshot(`
"from acme.text import greet


def test_greet() -> None:
    assert greet("Ada") == "Hello, Ada!"
"
`);
});

it('takes a second portion of a namespace, and nothing else of that name', async () => {
  await run({ layout: 'namespace' });
  await run({ layout: 'namespace', directory: 'libs/acme-core' });
  expect(text('pyproject.toml')).toBe('[tool.uv.workspace]\nmembers = ["libs/acme-text", "libs/acme-core"]\n');
  await expect(run({ directory: 'libs/acme' })).rejects.toThrow(
    "'acme' and 'acme.core' cannot be installed beside each other",
  );
});
