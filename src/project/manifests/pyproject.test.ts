import { KilnError } from '../../model/errors';
import { memoryDisk } from '../disk';
import { readManifest, readProject } from './pyproject';

const disk = memoryDisk({});
const read = (text: string) => readManifest('apps/a/pyproject.toml', text, disk);

it('reads what PEP 621 and 735 hold', () => {
  const { project } = read(`
[project]
name = "Acme.App"
version = "1.2"
requires-python = ">=3.12"
description = "An app"
dynamic = ["readme"]
dependencies = ["click>=8", "Core_Lib"]
[project.scripts]
app = "acme.cli:main"
[project.entry-points."acme.plugins"]
one = "acme.one"
[project.optional-dependencies]
Fast_IO = ["orjson"]
[dependency-groups]
Dev = ["pytest", {include-group = "lint"}]
lint = ["ruff"]
[tool.uv]
dev-dependencies = ["mypy"]
[tool.uv.sources]
Core_Lib = { workspace = true }
other = [{ git = "https://example.invalid/x", marker = "sys_platform == 'win32'" }, { path = "../other", editable = true }]
[tool.kiln]
platforms = ["arm64"]
[build-system]
requires = []
`);
  expect(project).toMatchObject({
    root: 'apps/a',
    name: 'Acme.App',
    normalizedName: 'acme-app',
    version: '1.2',
    requiresPython: '>=3.12',
    scripts: { app: 'acme.cli:main' },
    entryPoints: { 'acme.plugins': { one: 'acme.one' } },
    buildBackend: 'setuptools.build_meta:__legacy__',
    kiln: { platforms: ['arm64'] },
    sources: { 'core-lib': { kind: 'workspace' }, other: { kind: 'path', path: 'apps/other', editable: true } },
    diagnostics: [],
  });
  expect(project?.dependencies.map(({ name }) => name)).toEqual(['click', 'core-lib']);
  expect(Object.keys(project?.optionalDependencies ?? {})).toEqual(['fast-io']);
  expect(project?.groups.dev?.map(({ name }) => name)).toEqual(['pytest', 'ruff', 'mypy']);
});

it.each([
  ['[project]\nname = "a"\ndependencies = ["ok", "no good"]', 3, /'?no good'? is no requirement/],
  ['[project]\nname = "a"\ndependencies = "x"', 3, /is not a list/],
  [
    '[project]\nname = "a"\n[dependency-groups]\na = [{include-group = "b"}]\nb = [{include-group = "a"}]',
    undefined,
    /includes/,
  ],
  ['[project]\nname = "a"\n[dependency-groups]\na = [{include-group = "zz"}]', 4, /'zz' does not exist/],
  ['[project]\nversion = "1"', 1, /has no name/],
  ['[project]\nname = "a b"', 2, /no valid project name/],
  ['[project]\nname = "a"\n[project.scripts]\nx = 3', undefined, /x is not a text/],
  ['[project]\nname = "a"\n[tool.uv.sources]\nfoo = 1', 4, /source of 'foo'/],
])('reports %j and goes on', (text, line, message) => {
  const [first] = read(text).diagnostics;
  expect(first?.message).toMatch(message);
  expect(first?.file).toBe('apps/a/pyproject.toml');
  if (line !== undefined) {
    expect(first?.line).toBe(line);
  }
});

it('says where TOML breaks', () => {
  try {
    read('[project]\nname = "a"\ndependencies = ["x"\n[tool]\n');
    throw new Error('not refused');
  } catch (error) {
    expect(error).toBeInstanceOf(KilnError);
    expect(error).toMatchObject({ code: 'PYPROJECT_INVALID' });
    expect((error as Error).message).toMatch(/^apps\/a\/pyproject\.toml:4:\d+ is not valid TOML/);
  }
});

it('takes mixed arrays, a byte order mark, and settings without a project', () => {
  expect(read('\uFEFF[tool.x]\na = [1, "b", {c = 2}]\n')).not.toHaveProperty('project');
  expect(() => readProject('pyproject.toml', '[tool.x]\n', disk)).toThrow(/has no \[project\].name/);
});

it('reads uv workspaces', () => {
  expect(read('[tool.uv]\nmanaged = false\n[tool.uv.workspace]\nmembers = ["a/*", 3]\n')).toMatchObject({
    managed: false,
    workspace: { members: ['a/*'], exclude: [] },
  });
});
