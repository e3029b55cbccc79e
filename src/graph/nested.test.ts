import { memoryDisk } from '../project/disk';
import { FILES } from '../project/workspace.testing';
import { inferProjects } from './infer';
import { COMMANDS, inferFixture } from './infer.testing';
import { foreignRoots, nestedRoots } from './nested';

it('knows the outermost projects inside each', () => {
  expect(Object.fromEntries(nestedRoots(['.', 'a', 'a/b', 'a/b/c', 'a-b', 'x/y']))).toEqual({
    '.': ['a', 'a-b', 'x/y'],
    a: ['a/b'],
    'a/b': ['a/b/c'],
  });
});

it('knows projects of others: project.json, and packages of npm’s and pnpm’s workspaces', () => {
  const files = ['web/project.json', 'packages/a/package.json', 'packages/old/package.json', 'docs/package.json'];
  const npm = { 'package.json': '{"workspaces":["packages/*","!packages/old"]}' };
  const pnpm = { 'pnpm-workspace.yaml': 'packages:\n  # ours\n  - "packages/*"\n  - docs # too\nother: []\n' };
  expect(foreignRoots(files, memoryDisk(npm))).toEqual(['web', 'packages/a']);
  expect(foreignRoots(files, memoryDisk(pnpm))).toEqual(['web', 'packages/a', 'packages/old', 'docs']);
  expect(foreignRoots(files, memoryDisk({ 'package.json': 'broken' }))).toEqual(['web']);
});

const PLUGIN = 'apps/app/src/app/plugin';
const MANIFEST = { [`${PLUGIN}/pyproject.toml`]: '[project]\nname = "plugin"\n' };

it('leaves a Python project out of what an outer one ships, and all projects out of its tests', () => {
  const declared = { [`${PLUGIN}/project.json`]: '{}', 'apps/app/tests/test_a.py': '' };
  const named = inferFixture({ ...MANIFEST, ...declared }).projects.get('apps/app')?.node.namedInputs;
  expect(named?.kilnSources).toContainEqual({
    fileset: expect.stringMatching(/^!\{projectRoot\}\/\{.*,src\/app\/plugin\/\*\*\}$/),
    includeIgnored: true,
  });
  expect(named?.kilnGenerated).toContainEqual({
    fileset: expect.stringMatching(/^!\{projectRoot\}\/\{.*,src\/app\/plugin\/\*\*\}$/),
    includeIgnored: true,
  });
});

it('has all of a package in the keys of its project where a manifest among its data is nobody’s project', () => {
  const [plain, more] = [inferFixture(), inferFixture(MANIFEST)];
  expect(more.projects).toEqual(plain.projects);
});

it('keeps what the graph has for a project where it cannot see who declared it', () => {
  const files = { ...FILES, ...MANIFEST };
  const surroundings = { host: 'linux-x64', commands: COMMANDS } as const;
  const { projects } = inferProjects(Object.keys(files), {}, memoryDisk(files), surroundings, [PLUGIN]);
  expect(projects.has(PLUGIN)).toBe(true);
});

it('gives the root one pattern per parent folder', () => {
  const changes = { 'pyproject.toml': `${FILES['pyproject.toml']}`, 'tests/test_a.py': '' };
  const named = inferFixture(changes).projects.get('.')?.node.namedInputs;
  expect(JSON.stringify(named?.kilnGenerated)).toMatch(
    /\{"fileset":"!\{projectRoot\}\/\{[^"]*,libs\/\{core,old,text\}\/\*\*\}","includeIgnored":true\}/,
  );
});
