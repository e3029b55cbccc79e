import type { GraphView } from '../../graph/selection';
import { type Fileset, type NamedInputs, readInputs } from './inputs';
import { fileMatcher } from './match-files';

const GRAPH: GraphView = {
  nodes: {
    app: { data: { root: 'apps/app' } },
    core: { data: { root: 'libs/core' } },
    base: { data: { root: 'libs/base' } },
    hub: { data: { root: '.' } },
  },
  dependencies: {
    app: [{ target: 'core' }, { target: 'npm:x' }],
    core: [{ target: 'base' }],
    base: [{ target: 'core' }],
  },
};
const named: NamedInputs = (project, name) =>
  ({
    default: ['{projectRoot}/**/*'],
    production: ['default', '!{projectRoot}/tests/**'],
    loop: ['loop', '{projectRoot}/loop.txt'],
    kilnSources: project === 'core' ? ['{projectRoot}/src/core/**/*'] : ['{projectRoot}/src/**/*'],
  })[name];

const read = (inputs: unknown[] | undefined) => readInputs('app', inputs, GRAPH, named);

it('names the files of the project and, with ^, of all below it', () => {
  const { filesets, projects } = read(['production', '^default']);
  expect(filesets).toEqual([
    { owner: 'apps/app', include: ['apps/app/**/*'], exclude: ['apps/app/tests/**'] },
    { owner: 'libs/core', include: ['libs/core/**/*'], exclude: [] },
    { owner: 'libs/base', include: ['libs/base/**/*'], exclude: [] },
  ]);
  expect([...projects].sort()).toEqual(['app', 'base', 'core']);
});

it('takes the defaults of Nx where a target has no inputs', () => {
  expect(read(undefined).filesets.map(({ owner }) => owner)).toEqual(['apps/app', 'libs/core', 'libs/base']);
});

it('reads inputs of named projects by their own names, results of tasks, packages and single values', () => {
  expect(
    read([
      { input: 'kilnSources', projects: ['core', 'gone'] },
      { dependentTasksOutputFiles: '**/kiln.json' },
      { externalDependencies: ['kiln:plugin'] },
      { json: '{workspaceRoot}/a.json', fields: ['x'] },
      { runtime: 'node -v' },
      { env: 'X' },
      '{workspaceRoot}/kiln.json',
      '!{workspaceRoot}/never.json',
    ]),
  ).toEqual({
    filesets: [
      { owner: 'libs/core', include: ['libs/core/src/core/**/*'], exclude: [] },
      { include: ['a.json', 'kiln.json'], exclude: ['never.json'] },
    ],
    projects: ['app', 'core'],
    outputs: ['**/kiln.json'],
    externals: ['kiln:plugin'],
  });
});

it('survives named inputs that name each other', () => {
  expect(read(['loop']).filesets[0]?.include).toEqual(['apps/app/loop.txt']);
});

const FILES = [
  'README.md',
  'apps/app/src/a.py',
  'apps/app/tests/t.py',
  'apps/app/nested/b.py',
  'apps/app2/a.py',
  'kiln.json',
  'libs/(a)/x.py',
];
const ROOTS = ['.', 'apps/app', 'apps/app/nested'];

it.each<[string, Fileset, string[]]>([
  [
    'own files',
    { owner: 'apps/app', include: ['apps/app/**/*'], exclude: ['apps/app/tests/**'] },
    ['apps/app/src/a.py'],
  ],
  [
    'a nested project',
    { owner: 'apps/app/nested', include: ['apps/app/nested/**/*'], exclude: [] },
    ['apps/app/nested/b.py'],
  ],
  [
    'files from disk',
    { include: ['apps/app/**/*'], exclude: ['apps/app/src/**'] },
    ['apps/app/tests/t.py', 'apps/app/nested/b.py'],
  ],
  ['one file', { include: ['kiln.json'], exclude: [] }, ['kiln.json']],
  ['a folder by name', { include: ['apps/app2'], exclude: [] }, ['apps/app2/a.py']],
  ['a literal bracket', { include: ['libs/[(]a[)]/**/*'], exclude: [] }, ['libs/(a)/x.py']],
  [
    'exclusions alone',
    { owner: '.', include: [], exclude: ['**/*.md'] },
    ['apps/app2/a.py', 'kiln.json', 'libs/(a)/x.py'],
  ],
  [
    'what is not understood takes all below',
    { include: ['apps/app2/+(a|b).py'], exclude: ['apps/app2/!(x)'] },
    ['apps/app2/a.py'],
  ],
])('matches changed files: %s', (_, fileset, wanted) => {
  expect(fileMatcher(FILES, ROOTS)(fileset).slice().sort()).toEqual(wanted.slice().sort());
});
