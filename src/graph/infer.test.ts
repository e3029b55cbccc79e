import { memoryDisk } from '../project/disk';
import { FILES } from '../project/workspace.testing';
import { manifestEdges } from './dependencies';
import { inferFixture } from './infer.testing';
import { nxName, uniqueNames } from './names';

const BROKEN = '[project]\nname = "core"\ndependencies = [\n';

it('makes a broken member a project whose targets fail, and leaves the others as they are', () => {
  const { projects, problems } = inferFixture({ 'libs/core/pyproject.toml': BROKEN });
  expect(projects.get('libs/core')?.node).toMatchObject({
    name: 'core',
    targets: { build: { executor: 'nx-kiln:freeze', cache: false } },
  });
  expect(problems.get('libs/core')).toMatchObject({
    code: 'PYPROJECT_INVALID',
    message: expect.stringMatching(/^libs\/core\/pyproject.toml:/),
  });
  expect(projects.get('libs/text')?.node.targets?.bytecode).toBeDefined();
  // Who needs it cannot be built: a bundle without it would be wrong.
  expect(problems.get('apps/app')?.message).toMatch(/^libs\/core\/pyproject.toml:/);
  expect(problems.has('libs/old')).toBe(false);
});

it('takes an unreadable file that nobody claims for a template', () => {
  const file = 'templates/x/pyproject.toml';
  expect(inferFixture({ [file]: '{{ name }}' }).projects.has('templates/x')).toBe(false);
  expect(
    inferFixture({ [file]: '{{ name }}', 'templates/x/project.json': '{"name":"t"}' }).projects.get('templates/x')?.node
      .name,
  ).toBe('t');
});

it('notes a wrong [tool.kiln]', () => {
  const text = `${FILES['apps/app/pyproject.toml']}[tool.kiln]\nplatforms = ["linux-arm65"]\n`;
  expect(inferFixture({ 'apps/app/pyproject.toml': text }).problems.get('apps/app')).toMatchObject({
    code: 'CONFIG_INVALID',
    lines: [expect.stringMatching(/linux-arm65/)],
  });
});

it('infers edges with the file that they come from, extras and groups too', () => {
  const { workspace, names } = inferFixture();
  expect(
    manifestEdges(workspace, names).map(
      (e) => `${e.source} ${e.target} ${e.type} ${'sourceFile' in e ? e.sourceFile : ''}`,
    ),
  ).toEqual([
    'app core static apps/app/pyproject.toml',
    'app acme.text static apps/app/pyproject.toml',
    'acme.text core static libs/text/pyproject.toml',
    'acme.text app static libs/text/pyproject.toml',
  ]);
});

it.each([
  ['a', { 'a/pyproject.toml': '' }, 'own'],
  ['a', { 'a/package.json': '{"name":"@x/a"}' }, '@x/a'],
  ['a', { 'a/package.json': '{"name":"@x/a","nx":{"name":"n"}}' }, 'n'],
  ['a', { 'a/package.json': '{"name":"@x/a"}', 'a/project.json': '{"name":"p"}' }, 'p'],
  ['a', { 'a/project.json': 'broken' }, 'own'],
  ['.', { 'package.json': '{"name":"root"}' }, 'own'],
  ['.', { 'package.json': '{"name":"root","nx":{}}' }, 'root'],
])('the project in %s with %j is called %s', (root, files, name) => {
  expect(nxName(root, 'own', memoryDisk(files))).toBe(name);
});

it.each([
  ['Python Polylith Example', 'python-polylith-example'],
  ['<REPLACE ME>', 'replace-me'],
  ['Größe', 'größe'],
  ['a $(touch x) b', 'a-touch-x-b'],
  ['<>', undefined],
])('makes %j one word', (own, name) => {
  expect(nxName('libs/a', own, memoryDisk({}))).toBe(name);
});

it('tells folders apart that want one name', () => {
  expect([
    ...uniqueNames(
      new Map([
        ['a', 'x'],
        ['b/c', 'x'],
        ['d', 'y'],
      ]),
    ).values(),
  ]).toEqual(['x-a', 'x-b-c', 'y']);
});
