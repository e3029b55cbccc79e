import { memoryDisk } from './disk';
import { namedProjects, strictRuntimeClosure, testClosure } from './local-closure';
import { readWorkspace } from './workspace';

const member = (name: string, rest = ''): string => `[project]\nname = "${name}"\nversion = "1"\n${rest}`;
const sources = (...names: string[]): string =>
  `[tool.uv.sources]\n${names.map((name) => `${name} = { workspace = true }\n`).join('')}`;

const workspace = readWorkspace(
  ['pyproject.toml', ...['app', 'lib', 'fakes', 'fixtures', 'plugin', 'docs'].map((root) => `${root}/pyproject.toml`)],
  memoryDisk({
    'uv.lock': 'version = 1',
    'pyproject.toml': `${member('hub', '[dependency-groups]\ndev = ["plugin"]\n')}[tool.uv.workspace]\nmembers = ["*"]\n${sources('plugin')}`,
    'app/pyproject.toml': `${member('app', 'dependencies = ["lib"]\n[project.optional-dependencies]\ndocs = ["docs", "sphinx"]\n[dependency-groups]\ntest = ["fakes"]\ndocs = ["docs"]\n')}${sources('lib', 'fakes', 'docs')}`,
    'lib/pyproject.toml': member('lib'),
    'fakes/pyproject.toml': `${member('fakes', 'dependencies = ["fixtures"]\n[dependency-groups]\ntest = ["docs"]\n')}${sources('fixtures', 'docs')}`,
    'fixtures/pyproject.toml': member('fixtures'),
    'plugin/pyproject.toml': member('plugin'),
    'docs/pyproject.toml': member('docs'),
  }),
);
const app = workspace.projects.find(({ root }) => root === 'app');
const roots = (projects: readonly { root: string }[]): string[] => projects.map(({ root }) => root);

it('tests see what their groups name, and what that needs; the groups of others stay outside', () => {
  expect(app && roots(strictRuntimeClosure(app, workspace))).toEqual(['lib']);
  expect(app && roots(testClosure(app, workspace))).toEqual(['fakes', 'fixtures', 'lib', 'plugin']);
});

it('metadata names what dependencies and extras name', () => {
  expect(app && roots(namedProjects(app, workspace))).toEqual(['lib', 'docs']);
});
