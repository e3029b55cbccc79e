import { FILES } from '../../project/workspace.testing';
import { inferFixture, inputsOf } from '../infer.testing';

const APP = FILES['apps/app/pyproject.toml'] as string;

/** What settings add to the inputs of a target, patterns from disk apart. */
function added(target: string, settings: string, more: Readonly<Record<string, string>> = {}) {
  const files = { 'apps/app/tests/test_a.py': '', ...more };
  const key = (inferred: ReturnType<typeof inferFixture>) => inputsOf('apps/app', target, inferred);
  const before = new Set(key(inferFixture(files)).map((input) => JSON.stringify(input)));
  const inferred = inferFixture({ ...files, 'apps/app/pyproject.toml': `${APP}\n${settings}` });
  const { cache, metadata } = inferred.projects.get('apps/app')?.node.targets?.[target] ?? {};
  const inputs = key(inferred).filter((input) => !before.has(JSON.stringify(input)));
  return {
    inputs: inputs.filter((input) => typeof input === 'string' || 'runtime' in (input as object)),
    fromDisk: inputs.filter((input) => (input as { includeIgnored?: true }).includeIgnored === true).length,
    ...(cache ? {} : { uncached: metadata?.description }),
  };
}

it('makes inputs of what settings lead to', () => {
  expect(added('lint', '[tool.ruff]\nextend = "../../shared/[a].toml"\n')).toEqual({
    inputs: ['{workspaceRoot}/shared/[[]a[]].toml'],
    fromDisk: 1,
  });
  expect(added('test', '[tool.pytest.ini_options]\npythonpath = ["../../shared"]\n')).toEqual({
    inputs: [
      '{workspaceRoot}/shared',
      '{workspaceRoot}/shared/**/*',
      expect.stringMatching(/^!\{workspaceRoot\}\/shared\/\*\*\/\{__pycache__/),
    ],
    fromDisk: 3,
  });
});

it('leaves alone what git does not see where projects lie below', () => {
  const { inputs, fromDisk } = added('test', '[tool.pytest.ini_options]\npythonpath = ["../.."]\n');
  expect([inputs[0], fromDisk]).toEqual(['{workspaceRoot}/**/*', 0]);
});

it('looks at every file of the project where settings choose among them', () => {
  expect(added('lint', '[tool.ruff]\nextend-include = ["*.txt"]\n').inputs).toEqual(['{projectRoot}/**/*']);
});

it('asks for names where a linter goes by them', () => {
  expect(added('lint', '[tool.ruff]\nsrc = ["src", "../../libs"]\n').inputs).toEqual([
    { runtime: 'node around.js libs' },
  ]);
});

it('caches nothing that leads where no key follows, and says so', () => {
  expect(added('lint', '[tool.ruff]\nextend = "~/ruff.toml"\n').uncached).toMatch(
    /with ruff; not cached: apps\/app\/pyproject\.toml:\d+ extend '~\/ruff\.toml': what it leads to depends/,
  );
});

it('takes arguments of the target, and what conftest.py above imports', () => {
  const lint = added('lint', '[tool.kiln.lint]\nargs = ["--config", "../../other.toml"]\n');
  expect(lint.inputs).toContain('{workspaceRoot}/other.toml');
  const files = { 'conftest.py': 'from kit import helper\n', 'kit/helper.py': '' };
  const pytest = '[tool.kiln.test]\nargs = ["--confcutdir=../.."]\n';
  expect(added('test', pytest, files).inputs).toContain('{workspaceRoot}/kit/helper.py');
});
