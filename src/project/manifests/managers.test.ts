import { memoryDisk } from '../disk';
import { localPath } from './places';
import { readManifest } from './pyproject';

const read = (text: string) =>
  readManifest('apps/a/pyproject.toml', `[project]\nname = "a"\n${text}`, memoryDisk({})).project;
const groupsOf = (text: string) =>
  Object.fromEntries(Object.entries(read(text)?.groups ?? {}).map(([name, list]) => [name, list.map((r) => r.name)]));

it.each([
  ['file:///${PROJECT_ROOT}/../lib', 'apps/lib'],
  ['{root:uri}/../lib', 'apps/lib'],
  ['{root:parent:uri}/lib', 'apps/lib'],
  ['file:../lib', 'apps/lib'],
  ['file:lib', 'apps/a/lib'],
  ['./lib%20x#egg=y', 'apps/a/lib x'],
  ['..\\lib', 'apps/lib'],
  ['file:///srv/lib', undefined],
  ['https://example.invalid/x.whl', undefined],
  ['git+https://example.invalid/x.git', undefined],
])('%s leads to %s', (address, expected) => {
  expect(localPath(address, 'apps/a')).toBe(expected);
});

it('reads groups and editable folders of pdm', () => {
  const text =
    '[tool.pdm.dev-dependencies]\nDev = ["-e file:///${PROJECT_ROOT}/../lib#egg=acme-lib", "pytest", "no good"]\ntest = ["-e ../x[fast]"]\n';
  expect(groupsOf(text)).toEqual({ dev: ['acme-lib', 'pytest'], test: ['x'] });
  expect(read(text)).toMatchObject({
    manager: 'pdm',
    sources: {
      'acme-lib': { kind: 'path', path: 'apps/lib', editable: true },
      x: { kind: 'path', path: 'apps/x', editable: true },
    },
    diagnostics: [{ line: 4, message: expect.stringContaining('no good is no requirement') }],
  });
});

it('takes environments of hatch for groups', () => {
  const text = `[tool.hatch.envs.default]
dependencies = ["pytest"]
[tool.hatch.envs.lint]
template = "tools"
detached = true
dependencies = ["ruff"]
[tool.hatch.envs.tools]
template = "lint"
extra-dependencies = ["black"]
[tool.hatch.envs.hatch-test]
extra-dependencies = ["hypothesis"]
`;
  expect(groupsOf(text)).toEqual({
    dev: ['pytest'],
    lint: ['ruff', 'black'],
    tools: ['black', 'ruff'],
    test: ['hypothesis'],
  });
});

it('reads dependencies that a metadata hook of hatch templates', () => {
  const project = read(`dynamic = ["version", "dependencies", "optional-dependencies"]
[tool.hatch.metadata.hooks.uv-dynamic-versioning]
dependencies = ["acme-core[fast]=={{ version }}", "click>=8", "x>=1,=={{ version }}; os_name == 'nt'"]
[tool.hatch.metadata.hooks.uv-dynamic-versioning.optional-dependencies]
More = ["acme-more~={{ version }}"]
`);
  expect(
    project?.dependencies.map(({ name, extras, specifier, marker }) => [name, ...extras, specifier, marker]),
  ).toEqual([
    ['acme-core', 'fast', '', undefined],
    ['click', '>=8', undefined],
    ['x', '>=1', "os_name == 'nt'"],
  ]);
  expect(project?.optionalDependencies.more?.map(({ name }) => name)).toEqual(['acme-more']);
  expect(project?.diagnostics).toEqual([]);
});

it('knows the manager by the lock, the tables, the backend', () => {
  const manager = (text: string, files: Readonly<Record<string, string>> = {}) =>
    readManifest('a/pyproject.toml', `[project]\nname = "a"\n${text}`, memoryDisk(files)).project?.manager;
  expect(manager('')).toBe('pip');
  expect(manager('', { 'a/pdm.lock': '' })).toBe('pdm');
  expect(manager('[tool.pdm]\ndistribution = true\n', { 'a/uv.lock': '' })).toBe('uv');
  expect(manager('[tool.pdm.build]\nincludes = []\n')).toBe('pip');
  expect(manager('[tool.uv]\nindex = []\n[tool.poetry]\nx = 1\n')).toBe('uv');
  expect(manager('[build-system]\nbuild-backend = "uv_build"\n')).toBe('uv');
  expect(manager('[build-system]\nbuild-backend = "hatchling.build"\n')).toBe('hatch');
});

it('knows that a name of JavaScript’s is a name', () => {
  const project = read('[tool.uv.sources]\nx = { path = "../x" }\n[dependency-groups]\n__proto__ = ["x"]\n');
  expect(project?.groups.constructor).toBeUndefined();
  expect(project?.sources.constructor).toBeUndefined();
  expect(Object.keys(project?.groups ?? {})).toEqual(['-proto-']);
});

it('limits groups, and what they include, to the Pythons that uv is told they are for', () => {
  const groups = `[dependency-groups]
plain = ["six", { include-group = "Docs" }]
docs = ["furo; sys_platform == 'win32'", "sphinx"]
inside = [{ include-group = "docs" }, "sphinx"]
`;
  const uv =
    '[tool.uv.dependency-groups]\nDocs = { requires-python = ">=3.11" }\ninside = { requires-python = "~=3.12, <3.14" }\n';
  const markers = (text: string) =>
    Object.fromEntries(
      Object.entries(read(text)?.groups ?? {}).map(([name, list]) => [
        name,
        list.map((one) => `${one.name}: ${one.marker}`),
      ]),
    );
  expect(markers(`${groups}${uv}`)).toMatchInlineSnapshot(`
{
  "docs": [
    "furo: python_full_version >= '3.11' and (sys_platform == 'win32')",
    "sphinx: python_full_version >= '3.11'",
  ],
  "inside": [
    "furo: python_full_version < '3.14' and python_full_version ~= '3.12' and (python_full_version >= '3.11' and (sys_platform == 'win32'))",
    "sphinx: python_full_version < '3.14' and python_full_version ~= '3.12' and (python_full_version >= '3.11')",
    "sphinx: python_full_version < '3.14' and python_full_version ~= '3.12'",
  ],
  "plain": [
    "six: undefined",
    "furo: python_full_version >= '3.11' and (sys_platform == 'win32')",
    "sphinx: python_full_version >= '3.11'",
  ],
}
`);
});
