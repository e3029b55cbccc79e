import { memoryDisk } from './disk';
import { plainNames, readWorkspace } from './workspace';
import { workspaceDiagnostics } from './workspace-diagnostics';

function messages(files: Readonly<Record<string, string>>): string[] {
  const disk = memoryDisk(files);
  return workspaceDiagnostics(readWorkspace(Object.keys(files), disk), disk).map(
    ({ file, line, message, fix }) => `${file}:${line} ${message}${fix ? '' : ' (no fix)'}`,
  );
}
const project = (name: string, needs: readonly string[] = [], sources = '') =>
  `[project]\nname = "${name}"\ndependencies = ${JSON.stringify(needs)}\n[tool.uv.sources]\n${sources}`;

it('says nothing about a sound workspace', () => {
  const files = {
    'a/pyproject.toml': project('a', ['b'], 'b = { path = "../b" }'),
    'a/main.py': '',
    'b/pyproject.toml': project('b'),
    'b/b/__init__.py': '',
    'c/pyproject.toml': project('c'),
    'c/main.py': '',
  };
  expect(messages(files)).toEqual([]);
});

it('names circles once', () => {
  const files = {
    'a/pyproject.toml': project('a', ['b'], 'b = { path = "../b" }'),
    'b/pyproject.toml': project('b', ['c'], 'c = { path = "../c" }'),
    'c/pyproject.toml': project('c', ['a', 'c'], 'a = { path = "../a" }'),
  };
  expect(messages(files)).toEqual(['c/pyproject.toml:3 projects depend on each other in a circle: a → b → c → a']);
});

it.each([
  ['b = { path = "../../b" }', /takes 'b' from \.\.\/b, which is outside of the workspace/],
  ['b = { path = "../nowhere" }', /takes 'b' from nowhere, where no Python project is/],
  ['b = { workspace = true }', /needs 'b' from its workspace, which has no such project/],
])('says where %s leads', (source, message) => {
  const found = messages({ 'a/pyproject.toml': project('a', ['b'], source) });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
  expect(found[0]).toMatch(/^a\/pyproject\.toml:3 /);
});

it('never guesses between projects of one name', () => {
  const files = {
    'a/pyproject.toml': project('a', ['b'], 'b = { workspace = true }'),
    'x/pyproject.toml': project('b'),
    'y/pyproject.toml': project('b'),
  };
  expect(messages(files)[0]).toMatch(/2 projects are called so: x, y; none of them is in its own uv workspace/);
});

it('finds twins in one lock', () => {
  const files = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["*"]\n',
    'uv.lock': 'version = 1\n',
    'x/pyproject.toml': project('b'),
    'y/pyproject.toml': project('B'),
  };
  expect(messages(files)).toEqual(['y/pyproject.toml:2 uv.lock has two members called b: x and y']);
});

it('finds modules that two projects provide to a third', () => {
  const files = {
    'a/pyproject.toml': project('a', ['x', 'y'], 'x = { path = "../x" }\ny = { path = "../y" }'),
    'x/pyproject.toml': project('x'),
    'x/src/both/__init__.py': '',
    'x/src/ns/x/m.py': '',
    'y/pyproject.toml': project('y'),
    'y/src/both/__init__.py': '',
    'y/src/ns/y/m.py': '',
  };
  expect(messages(files)).toEqual(["a/pyproject.toml:2 x and y both provide the module 'both', and a uses both"]);
});

it('keeps plain names apart from sources', () => {
  const files = {
    'a/pyproject.toml': project('a', ['b', 'c', 'd', 'twin', 'a'], 'c = { index = "x" }\nd = { path = "../d" }'),
    'b/pyproject.toml': project('b'),
    'c/pyproject.toml': project('c'),
    'd/pyproject.toml': project('d'),
    't1/pyproject.toml': project('twin'),
    't2/pyproject.toml': project('twin'),
  };
  const workspace = readWorkspace(Object.keys(files), memoryDisk(files));
  const [a] = workspace.projects;
  expect(a && plainNames(a, workspace).map(({ project: found }) => found.root)).toEqual(['b']);
});
