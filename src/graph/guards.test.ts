import { parseRun } from './command-line';
import { checkConfiguration, checkInputs, checkLinks, checkProblems } from './guards';
import { inferFixture } from './infer.testing';
import { editDistance, nearest } from './nearest';
import { type GraphView, type ProjectView, selectTasks } from './selection';

const WEB: ProjectView = {
  root: 'apps/web',
  targets: {
    build: { executor: 'nx:run-commands', configurations: { ci: {} }, dependsOn: ['^build'] },
    lint: { executor: 'nx:run-commands' },
    deploy: { executor: 'nx:run-commands', dependsOn: [{ target: 'build', projects: ['app'] }] },
  },
};

/** What Nx makes of the fixture: inferred projects, some of them changed by the user. */
function graphOf(
  inferred = inferFixture(),
  change: (node: ProjectView, root: string) => ProjectView = (node) => node,
): GraphView {
  const nodes = [...inferred.projects].map(([root, { node }]) => [
    node.name,
    { data: change({ ...node, root } as ProjectView, root) },
  ]);
  return { nodes: { ...Object.fromEntries(nodes), web: { data: WEB } }, dependencies: { web: [{ target: 'app' }] } };
}

function check(line: string, graph = graphOf()): string {
  const known = Object.fromEntries(
    Object.entries(graph.nodes).map(([n, { data }]) => [n, Object.keys(data.targets ?? {})]),
  );
  const run = parseRun(['node', 'nx', ...line.split(' ')], known);
  if (!run) {
    throw new Error('not read');
  }
  try {
    checkConfiguration(run, selectTasks(run, graph), graph);
    return 'passes';
  } catch (error) {
    const { code, message, lines } = error as { code: string; message: string; lines: string[] };
    return `${code} ${message} ${lines[0]}`;
  }
}

it.each([
  'build app',
  'build app -c arm64',
  'build app -c windows',
  'run app:smoke:linux-s390x',
  'build app --prod',
  'run-many -t build -c ci',
  'affected -t build -c ci',
  'lint web -c whatever',
  'bytecode core -c arm64',
  'run-many -t closure',
])('nx %s passes', (line) => {
  expect(check(line)).toBe('passes');
});

it.each([
  ['build app -c arm65', /app:build has no configuration 'arm65' did you mean 'arm64'\?/],
  ['build app -c aarch64', /did you mean 'linux-arm64'/],
  ['build app -c win_amd64', /did you mean 'windows-x64'/],
  ['build app -c prodution', /did you mean 'production'/],
  ['build app -c nonsense', /has no configuration 'nonsense' Nx would build/],
  ['build app -c arm64,x64', /'arm64,x64'/],
  ['run app:smoke:linux_arm64', /app:smoke .*did you mean 'linux-arm64'/],
  ['run-many -t build -c linux-arm6', /did you mean/],
  ['affected -t smoke -c linuxarm64', /did you mean 'linux-arm64'/],
  ['bytecode core -c arm6', /core:bytecode/],
  ['deploy web -c arm65', /app:build/],
  ['build web -c arm65', /app:build/],
  ['build web -c whatever', /app:build/],
])('nx %s is refused', (line, message) => {
  expect(check(line)).toMatch(message);
  expect(check(line)).toMatch(/^CONFIGURATION_UNKNOWN/);
});

it('takes a platform for applications where a library is smoked beside them: its wheel is for all', () => {
  const toml = `[project]\nname = "core"\nversion = "1"\n[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n`;
  const graph = graphOf(inferFixture({ 'libs/core/pyproject.toml': toml }));
  expect(graph.nodes.core?.data.targets).toHaveProperty('smoke');
  expect(check('run-many -t smoke -c arm64', graph)).toBe('passes');
});

it('refuses a platform that one selected target lacks although another project has it', () => {
  const graph = graphOf(inferFixture(), (node, root) =>
    root === 'apps/app'
      ? { ...node, targets: { ...node.targets, build: { executor: 'nx-kiln:freeze', configurations: { ci: {} } } } }
      : node,
  );
  Object.assign(graph.nodes, {
    other: { data: { root: 'o', targets: { build: { executor: 'x', configurations: { arm64: {}, odd: {} } } } } },
  });
  expect(check('build app -c arm64', graph)).toMatch(/app:build has no configuration 'arm64'/);
  expect(check('build app -c odd', graph)).toBe('passes');
});

type Build = { inputs?: unknown[]; dependsOn?: unknown[]; outputs?: string[]; cache?: boolean };
const override = (change: (build: Build) => Build) =>
  graphOf(inferFixture(), (node, root) =>
    root === 'apps/app'
      ? ({ ...node, targets: { ...node.targets, build: change(node.targets?.build as Build) } } as ProjectView)
      : node,
  );
const inputsOf = (graph: GraphView) => () =>
  checkInputs(
    selectTasks({ targets: ['build'], projects: ['app'], configuration: undefined }, graph),
    graph,
    inferFixture().projects,
  );

it.each([
  ['nothing', (b: Build) => b],
  ['more', (b: Build) => ({ ...b, inputs: ['x', ...(b.inputs ?? [])], dependsOn: [...(b.dependsOn ?? []), '^build'] })],
  ['no cache', (b: Build) => ({ ...b, cache: false, inputs: [] })],
  ['another executor', () => ({ executor: 'nx:run-commands', cache: true, inputs: [] })],
  ['other key order', (b: Build) => ({ ...b, dependsOn: [{ target: 'closure', projects: 'hub' }] })],
])('lets %s pass', (_, change) => {
  expect(inputsOf(override(change as never))).not.toThrow();
});

it.each([
  ['inputs', (b: Build) => ({ ...b, inputs: ['{projectRoot}/**/*'] }), /lost inputs that/],
  ['dependsOn', (b: Build) => ({ ...b, dependsOn: ['^build'] }), /lost dependsOn that/],
  ['outputs', (b: Build) => ({ ...b, outputs: [] }), /lost outputs that/],
  ['one of them', (b: Build) => ({ ...b, inputs: b.inputs?.slice(1) }), /lost inputs/],
])('refuses replaced %s', (_, change, message) => {
  expect(inputsOf(override(change as never))).toThrow(
    expect.objectContaining({
      code: 'INPUTS_OVERRIDDEN',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/"\.\.\."/),
    }),
  );
});

it('refuses a namedInput of its name that lacks files', () => {
  const graph = graphOf(inferFixture(), (node) => ({ ...node, namedInputs: { kilnSources: [] } }));
  expect(inputsOf(graph)).toThrow(/namedInput 'kilnSources'/);
});

it('stops a task of a project with a problem, and no other', () => {
  const inferred = inferFixture({ 'libs/core/pyproject.toml': '[project]\nname = "core"\nx = [' });
  const graph = graphOf(inferred);
  const run = (project: string, target: string) => () =>
    checkProblems(
      selectTasks({ targets: [target], projects: [project], configuration: undefined }, graph),
      graph,
      inferred.problems,
    );
  expect(run('core', 'bytecode')).toThrow(
    expect.objectContaining({ code: 'PYPROJECT_INVALID', lines: expect.arrayContaining(['needed by core']) }),
  );
  expect(run('app', 'build')).toThrow(/core/);
  expect(run('hub', 'closure')).not.toThrow();
});

it('selects what tasks depend on, by name, pattern, tag and upstream', () => {
  const graph: GraphView = {
    nodes: {
      a: {
        data: {
          root: 'x/a',
          targets: { go: { dependsOn: ['prep', '^go', { target: 'all', projects: ['tag:t', '!c'] }] }, prep: {} },
        },
      },
      b: { data: { root: 'x/b' } },
      c: { data: { root: 'x/c', targets: { go: {}, all: {} }, tags: ['t'] } },
      d: { data: { root: 'y/d', targets: { all: { dependsOn: ['all'] } }, tags: ['t'] } },
    },
    dependencies: { a: [{ target: 'b' }], b: [{ target: 'c' }, { target: 'a' }] },
  };
  const ids = (projects: string[]) =>
    selectTasks({ targets: ['go'], projects, configuration: undefined }, graph)
      .map((t) => `${t.project}:${t.name}`)
      .sort();
  expect(ids(['a'])).toEqual(['a:go', 'a:prep', 'c:go', 'd:all']);
  expect(ids(['x/*', '!a'])).toEqual(['c:go']);
});

it('counts letters', () => {
  expect([editDistance('arm64', 'arm65'), editDistance('', 'abc'), editDistance('kitten', 'sitting')]).toEqual([
    1, 3, 3,
  ]);
  expect(nearest('x65', ['x64', 'x86'])).toEqual(['x64']);
  expect(nearest('ci', ['x64'])).toEqual([]);
});

it('refuses a graph that knows other links than there are', () => {
  const now = inferFixture().projects;
  const withLinks = (...links: string[]) =>
    graphOf(inferFixture(), (node, root) =>
      root === 'apps/app' ? { ...node, namedInputs: { ...node.namedInputs, kilnLinks: links } } : node,
    );
  expect(() => checkLinks(withLinks(), now)).not.toThrow();
  expect(() => checkLinks(withLinks('{workspaceRoot}/apps/app/src/app/gone'), now)).toThrow(
    expect.objectContaining({
      code: 'GRAPH_OUTDATED',
      message: expect.stringContaining('links of app'),
      lines: ['changed: apps/app/src/app/gone'],
      hint: expect.stringContaining('npx nx reset'),
    }),
  );
});
