import { FILES } from '../../project/workspace.testing';
import { importEdges, indexOfNames } from './edges';
import { requestFor, withWorkspace } from './imports.testing';

/** `source → target (file)` of the fixture workspace with some files more; projects go by their folder. Undeclared: no file. */
function edges(files: Readonly<Record<string, string>>): string[] {
  return withWorkspace({ ...FILES, ...files }, (request) =>
    importEdges(request, new Map(request.workspace.projects.map(({ root }) => [root, root]))).map(
      (edge) => `${edge.source} → ${edge.target} (${'sourceFile' in edge ? edge.sourceFile : edge.type})`,
    ),
  );
}

it('names the first file that imports, once for each pair', () => {
  expect(
    edges({
      'apps/app/src/app/b.py': 'import core.x\nfrom core import y',
      'apps/app/src/app/a.py': 'def f():\n  from core import y',
      'apps/app/src/app/__init__.py': 'import app.b, os, click, idna',
    }),
  ).toEqual(['apps/app → libs/core (apps/app/src/app/a.py)']);
});

it('names a file for all that it imports: Nx gives an unchanged file the edges back that it had', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => `apps/app/src/app/${name}.py`) as [string, string, string];
  const two = 'import core, acme.text';
  expect(edges({ [a]: 'import core', [b]: two, [c]: two })).toEqual([
    `apps/app → libs/core (${a})`,
    `apps/app → libs/core (${b})`,
    `apps/app → libs/text (${b})`,
  ]);
});

it('tells portions of a namespace apart, also by what is taken out of it', () => {
  const portion = { 'libs/core/src/acme/core/__init__.py': '' };
  expect(edges({ ...portion, 'apps/app/src/app/a.py': 'from acme import text' })).toEqual([
    'apps/app → libs/text (apps/app/src/app/a.py)',
  ]);
  expect(edges({ ...portion, 'apps/app/src/app/a.py': 'import acme.core.x, acme' })).toEqual([
    'apps/app → libs/core (apps/app/src/app/a.py)',
  ]);
  expect(edges({ ...portion, 'libs/text/src/acme/text/b.py': 'from ..core import x\nfrom .a import y' })).toEqual([
    'libs/text → libs/core (libs/text/src/acme/text/b.py)',
  ]);
});

it('tells portions apart however deep the folders between are', () => {
  const hatch = (name: string) =>
    `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["one", "two"]\n[tool.uv.sources]\none = { path = "../one" }\ntwo = { path = "../two" }\n[tool.hatch.build.targets.wheel]\npackages = ["src/space"]\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`;
  const files = Object.fromEntries(
    ['one', 'two', 'three'].flatMap((name) => [
      [`deep/${name}/pyproject.toml`, hatch(name)],
      [`deep/${name}/src/space/inner/${name}/__init__.py`, name === 'three' ? 'import space.inner.two.x' : ''],
    ]),
  );
  expect(edges(files)).toEqual(['deep/three → deep/two (deep/three/src/space/inner/three/__init__.py)']);
});

it('takes what a project declares, then what that brings, then one neighbour of the lock that alone provides it', () => {
  const source = (text: string) => edges({ 'apps/app/src/app/a.py': text });
  // libs/old is in no lock.
  const old = { 'libs/old/src/old/__init__.py': '' };
  expect(edges({ ...old, 'apps/app/src/app/a.py': 'import old' })).toEqual([]);
  expect(edges({ 'libs/core/src/core/a.py': 'import app' })).toEqual(['libs/core → apps/app (implicit)']);
  expect(source('import hypothesis, rapidfuzz, unknown')).toEqual([]);
  const two = { 'libs/core/src/both/__init__.py': '', 'libs/text/src/both/__init__.py': '' };
  expect(edges({ ...two, 'apps/app/src/app/a.py': 'import both' })).toEqual([]);
});

it('takes a module of the standard library, and files beside the importing one, for what they are', () => {
  const taken = { 'libs/core/src/json/__init__.py': '', 'libs/core/src/helpers.py': '' };
  expect(edges({ ...taken, 'apps/app/src/app/a.py': 'import json' })).toEqual([]);
  const lib = (own: Record<string, string>) =>
    edges({ ...taken, 'libs/text/tests/test_a.py': 'import helpers', ...own });
  expect(lib({})).toEqual(['libs/text → libs/core (libs/text/tests/test_a.py)']);
});

it('changes the index with everything that an unchanged file may lead elsewhere by', () => {
  const index = (files: Readonly<Record<string, string>>): string => {
    const { workspace, disk } = requestFor({ ...FILES, ...files }, '.');
    return JSON.stringify(indexOfNames(workspace, disk));
  };
  const before = index({});
  const app = FILES['apps/app/pyproject.toml'] as string;
  expect(index({ 'apps/app/src/app/more.py': 'import core' })).toBe(before);
  const changes: Record<string, string>[] = [
    { 'libs/core/src/new/__init__.py': '' },
    { 'libs/text/src/acme/text2/a.py': '' },
    { 'libs/text/src/acme/text/b.py': '' },
    { 'apps/app/pyproject.toml': app.replace('"core", ', '') },
    { 'apps/app/pyproject.toml': app.replace('[fast]', '') },
    { 'pyproject.toml': (FILES['pyproject.toml'] as string).replace('core = { workspace = true }', '') },
  ];
  for (const change of changes) {
    expect(index(change)).not.toBe(before);
  }
});
