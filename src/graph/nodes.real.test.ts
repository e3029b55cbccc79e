/** The plugin in the real Nx: what it shows, what is in a key, what is refused. */
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from '../project/workspace.testing';
import { makeNxWorkspace, type NxWorkspace } from './nx-workspace.testing';

jest.setTimeout(300_000);
let workspace: NxWorkspace;
beforeAll(() => {
  workspace = makeNxWorkspace();
});
afterAll(() => workspace.dispose());

/** Whether the build of the application ran, came from the cache, or did not get that far. */
function build(...args: string[]): string {
  const { output } = workspace.nx('build', 'app', ...args);
  return /nx run app:build\S*\s+\[/.test(output) ? 'hit' : output.includes('BUILT') ? 'miss' : output;
}

function edges(project: string): string[] {
  const file = join(workspace.root, '.nx', 'graph.json');
  workspace.nx('graph', `--file=${file}`);
  const { graph } = JSON.parse(readFileSync(file, 'utf8'));
  return graph.dependencies[project].map(({ target }: { target: string }) => target).sort();
}

it('shows projects, and edges from manifests', () => {
  expect(JSON.parse(workspace.nx('show', 'projects', '--json').output).sort()).toEqual([
    'acme.text',
    'app',
    'core',
    'hub',
    'old',
    'web',
  ]);
  expect(edges('app')).toEqual(['acme.text', 'core']);
});

it('runs the closure first and builds the platform that was asked for', () => {
  expect(workspace.nx('build', 'app', '-c', 'arm64').output).toMatch(/BUILT .*"platform":"linux-arm64"/);
  expect(JSON.parse(readFileSync(join(workspace.root, 'dist/apps/app/linux-arm64/kiln.json'), 'utf8'))).toMatchObject({
    outputPath: 'dist/apps/app',
  });
});

it('keys a build on what goes into it, and on nothing else', () => {
  // The first test of a project gives it a target, and that is part of every key that names the project.
  workspace.write({ 'apps/app/tests/test_a.py': '', 'libs/core/tests/t.py': '' });
  expect([build(), build()]).toEqual(['miss', 'hit']);
  const after = (files: Record<string, string>) => {
    workspace.write(files);
    return build();
  };
  expect(after({ 'apps/app/README.md': 'x', 'apps/app/tests/test_a.py': 'x', 'libs/core/tests/t.py': 'x' })).toBe(
    'hit',
  );
  expect(after({ 'apps/app/src/app/__pycache__/a.pyc': 'x', 'apps/web/a.ts': 'x' })).toBe('hit');
  expect(after({ 'apps/app/src/app/_version.py': 'ignored by git' })).toBe('miss');
  expect(after({ 'apps/app/src/app/data/a.txt': 'x' })).toBe('miss');
  expect(after({ 'libs/core/src/core/b.py': 'x' })).toBe('miss');
  expect(after({ 'kiln.json': '{}' })).toBe('miss');
  expect(after({ 'apps/.python-version': '3.14' })).toBe('miss');
  const lock = FILES['uv.lock'] as string;
  expect(after({ 'uv.lock': lock.replaceAll('sha256:pytest8', 'sha256:new') })).toBe('hit');
  expect(after({ 'uv.lock': lock.replaceAll('sha256:click8.1', 'sha256:new') })).toBe('miss');
});

it('keys what lies behind links, those of libraries too', () => {
  const at = (path: string) => join(workspace.root, path);
  workspace.write({ 'shared/lib/s.py': '1', 'shared/limits.txt': '1' });
  build();
  symlinkSync('../../../../shared/lib', at('libs/core/src/core/shared'));
  symlinkSync('../../../../shared/limits.txt', at('apps/app/src/app/limits.txt'));
  expect([build(), build()]).toEqual(['miss', 'hit']);
  for (const file of ['shared/lib/s.py', 'shared/lib/new/t.py', 'shared/limits.txt']) {
    workspace.write({ [file]: '2' });
    expect([file, build(), build()]).toEqual([file, 'miss', 'hit']);
  }
  workspace.write({ 'shared/lib/__pycache__/s.pyc': 'x', 'shared/other.py': 'x' });
  expect(build()).toBe('hit');
  rmSync(at('libs/core/src/core/shared'));
  symlinkSync('../../../../shared', at('libs/core/src/core/shared'));
  expect(build()).toBe('miss');
  rmSync(at('libs/core/src/core/shared'));
  rmSync(at('apps/app/src/app/limits.txt'));
  // As it was before there were links.
  expect(build()).toBe('hit');
});

it('restores outputs and keys of a folder whose name is a pattern', () => {
  const odd = 'apps/a (1) $(x) [b] ü';
  workspace.write({ 'uv.lock': (FILES['uv.lock'] as string).replaceAll('"apps/app"', JSON.stringify(odd)) });
  renameSync(join(workspace.root, 'apps/app'), join(workspace.root, odd));
  expect([build(), build()]).toEqual(['miss', 'hit']);
  rmSync(join(workspace.root, 'dist'), { recursive: true });
  expect(build()).toBe('hit');
  expect(
    readFileSync(join(workspace.root, 'dist/apps/a ~281~29 $~28x~29 ~5bb~5d ü/linux-x64/kiln.json'), 'utf8'),
  ).toContain('linux-x64');
  writeFileSync(join(workspace.root, odd, 'src/app/new.py'), '');
  expect(build()).toBe('miss');
  renameSync(join(workspace.root, odd), join(workspace.root, 'apps/app'));
  workspace.write({ 'uv.lock': FILES['uv.lock'] as string });
});

it('adds an edge when an unchanged manifest gets its project, and moves no key of others', () => {
  const web = () => /web:lint\s+\[/.test(workspace.nx('lint', 'web').output);
  const app = FILES['apps/app/pyproject.toml'] as string;
  workspace.write({
    'apps/app/pyproject.toml': app
      .replace('[tool.uv.sources]', '[tool.uv.sources]\nfresh = { workspace = true }')
      .replace('"core"', '"core", "fresh"'),
  });
  expect(edges('app')).toEqual(['acme.text', 'core']);
  expect(build()).toMatch(/error\[PROJECT_INCOMPLETE\] app needs 'fresh'/);
  web();
  workspace.write({ 'libs/fresh/pyproject.toml': '[project]\nname = "fresh"\n' });
  expect(edges('app')).toEqual(['acme.text', 'core', 'fresh']);
  expect(web()).toBe(true);
  expect(build()).toMatch(/error\[LOCK_OUTDATED\][\s\S]*fresh is not in the lock/);
  rmSync(join(workspace.root, 'libs/fresh'), { recursive: true });
  workspace.write({ 'apps/app/pyproject.toml': app });
});

it('refuses an unknown configuration with a suggestion', () => {
  const { status, output } = workspace.nx('run-many', '-t', 'build', '-c', 'arm65');
  expect([status, output]).toEqual([
    1,
    expect.stringMatching(/error\[CONFIGURATION_UNKNOWN\] app:build[\s\S]*did you mean 'arm64'/),
  ]);
});

it('refuses targetDefaults that drop inputs, and takes those that keep them', () => {
  const nxJson = (inputs: string[]) =>
    JSON.stringify({ plugins: ['nx-kiln'], targetDefaults: { build: { inputs, dependsOn: ['...', '^build'] } } });
  workspace.write({ 'nx.json': nxJson(['{projectRoot}/**/*']) });
  const refused = workspace.nx('build', 'app');
  expect([refused.status, refused.output]).toEqual([
    1,
    expect.stringMatching(/error\[INPUTS_OVERRIDDEN\] app:build lost inputs[\s\S]*"\.\.\."/),
  ]);
  workspace.write({ 'nx.json': nxJson(['...', '{projectRoot}/extra.txt']) });
  expect(build()).toBe('miss');
});

it('keeps a broken manifest to its project and those that need it', () => {
  mkdirSync(join(workspace.root, 'templates'), { recursive: true });
  workspace.write({
    'libs/core/pyproject.toml': '[project]\nname = "core"\ndependencies = [\n',
    'templates/pyproject.toml': '{{ name }}',
  });
  expect(workspace.nx('lint', 'web').status).toBe(0);
  expect(workspace.nx('closure', 'hub')).toMatchObject({
    status: 0,
    output: expect.stringMatching(/no slices for it: libs\/core/),
  });
  for (const [target, project] of [
    ['bytecode', 'core'],
    ['build', 'app'],
  ] as const) {
    const { status, output } = workspace.nx(target, project);
    expect([status, output]).toEqual([
      1,
      expect.stringMatching(/error\[PYPROJECT_INVALID\] libs\/core\/pyproject\.toml:\d+:\d+/),
    ]);
  }
});
