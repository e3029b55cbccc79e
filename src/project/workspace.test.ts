import { memoryDisk } from './disk';
import { strictRuntimeClosure } from './local-closure';
import type { PythonProject } from './types';
import { lockOf, readWorkspace } from './workspace';
import { FILES, MANIFESTS } from './workspace.testing';

function workspace(changes: Readonly<Record<string, string>> = {}) {
  const files = { ...FILES, ...changes };
  return readWorkspace(
    Object.keys(files).filter((file) => file.endsWith('pyproject.toml')),
    memoryDisk(files),
  );
}
const named = (name: string, read = workspace()) => read.projects.find((p) => p.name === name) as PythonProject;

it('finds members by the globs of their workspace', () => {
  const { locks, projects } = workspace();
  expect(projects.map(({ root }) => root)).toEqual(['.', 'apps/app', 'libs/core', 'libs/old', 'libs/text']);
  expect(locks).toHaveLength(1);
  expect(locks[0]?.members.map(({ root }) => root)).toEqual(['.', 'apps/app', 'libs/core', 'libs/text']);
  expect(lockOf(named('old'), workspace())).toBeUndefined();
});

it('gives members the sources of their root, and the excluded ones not', () => {
  expect(named('app').sources).toMatchObject({ core: { kind: 'workspace' }, 'acme-text': { kind: 'workspace' } });
  expect(named('old').sources).toEqual({});
});

it('follows dependencies and asked-for extras, not groups, and survives the way back', () => {
  const read = workspace();
  const closure = (name: string) => strictRuntimeClosure(named(name, read), read).map(({ root }) => root);
  expect(closure('app')).toEqual(['libs/core', 'libs/text']);
  expect(closure('acme.text')).toEqual(['libs/core']);
  expect(closure('hub')).toEqual([]);
});

it('counts what only an asked-for extra needs, also of an extra of its own', () => {
  const extra =
    '[project.optional-dependencies]\nall = ["core[more]"]\nmore = ["old"]\n[tool.uv.sources]\nold = { path = "../old" }\n';
  const changes = { 'libs/core/pyproject.toml': `${FILES['libs/core/pyproject.toml']}${extra}` };
  const closure = (asked: string) => {
    const app = (FILES['apps/app/pyproject.toml'] as string).replace('"core"', `"core${asked}"`);
    const read = workspace({ ...changes, 'apps/app/pyproject.toml': app });
    return strictRuntimeClosure(named('app', read), read).map(({ root }) => root);
  };
  expect(closure('')).not.toContain('libs/old');
  expect(closure('[more]')).toContain('libs/old');
  expect(closure('[all]')).toContain('libs/old');
});

it('keeps a broken file to itself and tells its name', () => {
  const read = workspace({ 'libs/core/pyproject.toml': '[project]\nname = "core"\ndependencies = [\n' });
  expect(read.projects.map(({ name }) => name)).toEqual(['hub', 'app', 'old', 'acme.text']);
  expect(read.broken).toMatchObject([{ root: 'libs/core', name: 'core', claimed: true, lock: 'uv.lock' }]);
  expect(() => strictRuntimeClosure(named('app', read), read)).toThrow(
    /libs\/core\/pyproject\.toml:\d+:\d+ is not valid/,
  );
});

it('refuses a local source that leads nowhere', () => {
  const read = workspace({
    'apps/b/pyproject.toml':
      '[project]\nname = "b"\ndependencies = ["gone"]\n[tool.uv.sources]\ngone = { path = "../gone" }\n',
  });
  expect(() => strictRuntimeClosure(named('b', read), read)).toThrow(
    /'gone', but there is no Python project in apps\/gone/,
  );
});

it('takes an archive in the workspace for a package', () => {
  const text =
    '[project]\nname = "b"\ndependencies = ["x"]\n[tool.uv.sources]\nx = { path = "../x-1-py3-none-any.whl" }\n';
  const read = workspace({ 'apps/b/pyproject.toml': text });
  expect(strictRuntimeClosure(named('b', read), read)).toEqual([]);
});

it('attaches projects that a path leads to', () => {
  const text = `${FILES['libs/core/pyproject.toml']}[tool.uv.sources]\nold = { path = "../old" }\n`;
  expect(workspace({ 'libs/core/pyproject.toml': text }).locks[0]?.attached.map(({ root }) => root)).toEqual([
    'libs/old',
  ]);
});

it('resolves a name in the own workspace first, and never guesses between others', () => {
  const hub = '[tool.uv.workspace]\nmembers = ["*"]\n[tool.uv.sources]\ncore = { workspace = true }\n';
  const read = workspace({
    'two/pyproject.toml': hub,
    'two/uv.lock': 'version = 1',
    'two/core/pyproject.toml': '[project]\nname = "core"\n',
    'two/b/pyproject.toml': '[project]\nname = "b"\ndependencies = ["core"]\n',
    'three/pyproject.toml':
      '[project]\nname = "c"\ndependencies = ["core"]\n[tool.uv.sources]\ncore = { workspace = true }\n',
  });
  expect(strictRuntimeClosure(named('b', read), read).map(({ root }) => root)).toEqual(['two/core']);
  expect(strictRuntimeClosure(named('app', read), read).map(({ root }) => root)).toContain('libs/core');
  expect(() => strictRuntimeClosure(named('c', read), read)).toThrow(/needs 'core'/);
});

it('leaves unmanaged projects out of the lock', () => {
  const text = `${FILES['libs/core/pyproject.toml']}[tool.uv]\nmanaged = false\n`;
  expect(workspace({ 'libs/core/pyproject.toml': text }).locks[0]?.members.map(({ name }) => name)).not.toContain(
    'core',
  );
});

it('knows its fixture', () => {
  expect(MANIFESTS).toHaveLength(5);
});
