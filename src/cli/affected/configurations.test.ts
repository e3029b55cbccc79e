import { inferProjects } from '../../graph/infer';
import type { GraphView } from '../../graph/selection';
import { memoryDisk } from '../../project/disk';
import { FILES, MANIFESTS } from '../../project/workspace.testing';
import { compareConfigurations } from './configurations';

type Files = Readonly<Record<string, string>>;

function inferred(files: Files) {
  return inferProjects(Object.keys(files), {}, memoryDisk(files), {
    host: 'linux-x64',
    commands: { runners: 'r', around: () => 'a', version: () => 'v', packed: () => 'p' },
  });
}

function changes(before: Files, after: Files): Record<string, string> {
  const [was, is] = [inferred(before), inferred(after)];
  const nodes = Object.fromEntries([...is.names].map(([root, name]) => [name, { data: { root } }]));
  const graph: GraphView = { nodes, dependencies: {} };
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((f) => before[f] !== after[f]);
  return Object.fromEntries(
    compareConfigurations({ graph, was, is, before: memoryDisk(before), after: memoryDisk(after), files }),
  );
}

const app = FILES['apps/app/pyproject.toml'] as string;

it('sees no change where only a file’s content is another one', () => {
  expect(changes(FILES, { ...FILES, 'apps/app/src/app/__init__.py': '1' })).toEqual({});
  expect(changes(FILES, { ...FILES, 'apps/app/pyproject.toml': `${app}\n# more\n` })).toEqual({});
  expect(MANIFESTS.length).toBeGreaterThan(3);
});

it('does not count descriptions', () => {
  const described = app.replace('version = "1"', 'version = "1"\ndescription = "An application"');
  expect(changes(FILES, { ...FILES, 'apps/app/pyproject.toml': described })).toEqual({});
});

it('sees other options of a target', () => {
  const pinned = `${app}\n[tool.kiln.freeze]\nmax-glibc = "2.28"\n`;
  expect(changes(FILES, { ...FILES, 'apps/app/pyproject.toml': pinned }).app).toMatch(/^target build/);
});

it('sees a new module of a library in the library', () => {
  expect(changes(FILES, { ...FILES, 'libs/core/src/second/__init__.py': '' }).core).toMatch(/target|namedInputs/);
});

it('sees a project that is new, and one that was called otherwise', () => {
  const { 'libs/core/pyproject.toml': _, ...without } = FILES;
  expect(changes(without, FILES).core).toBe('the project is new');
  const renamed = app.replace('name = "app"', 'name = "application"');
  expect(changes(FILES, { ...FILES, 'apps/app/pyproject.toml': renamed }).application).toBe('it was called app');
});

it('compares project.json as data, and of package.json what Nx reads', () => {
  const json = { ...FILES, 'libs/core/project.json': '{"tags":["a"]}', 'libs/core/package.json': '{"version":"1"}' };
  expect(changes(json, { ...json, 'libs/core/project.json': '{ "tags": ["a"] }' })).toEqual({});
  expect(changes(json, { ...json, 'libs/core/package.json': '{"version":"2"}' })).toEqual({});
  expect(changes(json, { ...json, 'libs/core/project.json': '{"tags":["b"]}' }).core).toBe('libs/core/project.json');
});

it('reads the root’s package.json only where it makes a project', () => {
  const before = { ...FILES, 'package.json': '{"name":"hub"}' };
  const scripts = '{"name":"hub","scripts":{"x":"true"}}';
  expect(changes(before, { ...before, 'package.json': scripts })).toEqual({});
  const nx = '{"name":"hub","nx":{},"scripts":{"x":"true"}}';
  expect(changes(before, { ...before, 'package.json': nx }).hub).toBe('package.json');
});
