/** Real tools read what Kiln says that they read: each case changes a file far from the project, and another result comes. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { conftestsAbove } from '../../graph/conftests';
import { nodeDisk } from '../../project/disk';
import type { Session } from '../session';
import { lint } from './lint-target';
import { test as runTests } from './test-target';
import { typecheck } from './typecheck-target';
import { type TestWorkspace, testWorkspace } from './workspace.testing';

const PROJECT = `[project]
name = "app"
version = "1"
requires-python = ">=3.14"
[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff", "flake8"]
typecheck = ["mypy", "ty", "basedpyright"]
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"
`;
const SOURCE = 'app/src/app/__init__.py';

jest.setTimeout(180_000);
let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await testWorkspace({
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["app"]\n',
    'app/pyproject.toml': PROJECT,
    [SOURCE]: '',
  });
});
afterAll(() => rmSync(dirname(workspace.root), { recursive: true, force: true }));

type Executor = (options: unknown, session: Session) => Promise<void>;
interface Case {
  readonly executor: Executor;
  readonly options: object;
  readonly files: Readonly<Record<string, string>>;
  /** Makes the tool say no. */
  readonly change: Readonly<Record<string, string>>;
  /** What must be in the key. */
  readonly place: string;
}

const ruff = { executor: lint, options: { tool: 'ruff' } };
const types = (tool: string) => ({ executor: typecheck, options: { tool } });
const pytest = { executor: runTests, options: { tool: 'pytest', junit: false, outputPath: 'dist/app/test' } };
const FINE = 'V: int = 1\n';
const WRONG = 'V: str = ""\n';
const USER = { [SOURCE]: 'from helper import V\n\nx: int = V\n' };
const PLUGIN = (found: string): string =>
  `class P:\n    name = "p"\n    version = "1"\n    def __init__(self, tree): pass\n    def run(self):\n        return [${found}]\n`;

const CASES: Readonly<Record<string, Case>> = {
  'ruff: extend': {
    ...ruff,
    files: {
      'app/ruff.toml': 'extend = "../shared/a.toml"\n',
      'shared/a.toml': 'extend = "b.toml"\n',
      'shared/b.toml': '',
    },
    change: { 'shared/b.toml': '[lint]\nselect = ["D"]\n' },
    place: 'shared/b.toml',
  },
  'ruff: names beside settings above': {
    ...ruff,
    files: { 'ruff.toml': '[lint]\nselect = ["I"]\n', [SOURCE]: 'import alpha\nimport zebra\n' },
    change: { 'alpha/x.py': '' },
    place: '.',
  },
  'ruff: an argument': {
    ...ruff,
    options: { tool: 'ruff', args: ['--config', '../other.toml'] },
    files: { 'other.toml': '' },
    change: { 'other.toml': '[lint]\nselect = ["D"]\n' },
    place: 'other.toml',
  },
  'flake8: plugins of the repository': {
    executor: lint,
    options: { tool: 'flake8' },
    files: {
      'setup.cfg': '[flake8]\nselect = X9\n[flake8:local-plugins]\nextension =\n  X9 = plug:P\npaths = ./tools\n',
      'tools/plug.py': PLUGIN(''),
      [SOURCE]: 'x = 1\n',
    },
    change: { 'tools/plug.py': PLUGIN('(1, 0, "X900 no", P)') },
    place: 'tools',
  },
  'mypy: mypy_path': {
    ...types('mypy'),
    files: { 'app/mypy.ini': '[mypy]\nmypy_path = ../stubs\n', 'stubs/helper.pyi': FINE, ...USER },
    change: { 'stubs/helper.pyi': WRONG },
    place: 'stubs',
  },
  'mypy: a folder beside settings above': {
    ...types('mypy'),
    files: { 'mypy.ini': '[mypy]\nmypy_path = $MYPY_CONFIG_FILE_DIR/stubs\n', 'stubs/helper.pyi': FINE, ...USER },
    change: { 'stubs/helper.pyi': WRONG },
    place: 'stubs',
  },
  'mypy: what lies beside a plugin': {
    ...types('mypy'),
    files: {
      'mypy.ini': '[mypy]\nplugins = tools/plugin.py\n',
      'tools/plugin.py': 'from sibling import P\n\n\ndef plugin(version):\n    return P\n',
      'tools/sibling.py': 'from mypy.plugin import Plugin as P\n',
    },
    change: { 'tools/sibling.py': 'raise SystemExit("no")\n' },
    place: 'tools',
  },
  'basedpyright: extends': {
    ...types('basedpyright'),
    files: {
      'app/pyrightconfig.json': '{ "extends": "../shared/base.json", }',
      'shared/base.json': '{ "typeCheckingMode": "off" }',
      [SOURCE]: 'x: int = ""\n',
    },
    change: { 'shared/base.json': '{ "typeCheckingMode": "basic" }' },
    place: 'shared/base.json',
  },
  'basedpyright: imports from the folder of settings above': {
    ...types('basedpyright'),
    files: { 'pyrightconfig.json': '{ "typeCheckingMode": "basic" }', 'helper.py': FINE, ...USER },
    change: { 'helper.py': WRONG },
    place: '.',
  },
  'ty: extra paths': {
    ...types('ty'),
    files: { 'app/ty.toml': '[environment]\nextra-paths = ["../stubs"]\n', 'stubs/helper.pyi': FINE, ...USER },
    change: { 'stubs/helper.pyi': WRONG },
    place: 'stubs',
  },
  'ty: imports from the folder of settings above': {
    ...types('ty'),
    files: { 'ty.toml': '', 'helper.py': FINE, ...USER },
    change: { 'helper.py': WRONG },
    place: '.',
  },
  'pytest: pythonpath': {
    ...pytest,
    files: {
      'app/pytest.ini': '[pytest]\npythonpath = ../path\n',
      'path/helper.py': FINE,
      'app/tests/test_a.py': 'from helper import V\n\n\ndef test_a():\n    assert V == 1\n',
    },
    change: { 'path/helper.py': WRONG },
    place: 'path',
  },
  'pytest: a folder of settings above': {
    ...pytest,
    files: {
      'pytest.toml': '[pytest]\npythonpath = ["path"]\n',
      'path/helper.py': FINE,
      'app/tests/test_a.py': 'from helper import V\n\n\ndef test_a():\n    assert V == 1\n',
    },
    change: { 'path/helper.py': WRONG },
    place: 'path',
  },
};

/** Runs with the files and again with the change; nothing stays. */
async function results({ executor, options, files, change }: Omit<Case, 'place'>, look: () => Promise<void>) {
  const source = workspace.read(SOURCE);
  try {
    workspace.write(files);
    const before = await workspace.run(executor, options, { cache: false });
    await look();
    workspace.write(change);
    const after = (await workspace.run(executor, options, { cache: false })) as { code?: string } | undefined;
    return [before, after?.code];
  } finally {
    for (const file of [...Object.keys(files), ...Object.keys(change)]) {
      rmSync(join(workspace.root, file), { force: true });
    }
    for (const folder of ['shared', 'stubs', 'tools', 'alpha', 'path', 'helpers']) {
      rmSync(join(workspace.root, folder), { recursive: true, force: true });
    }
    workspace.write({ [SOURCE]: source });
  }
}

it.each(Object.entries(CASES))('%s', async (_, { place, ...one }) => {
  const found = await results(one, async () => {
    const refused = await workspace.run(one.executor, one.options, { cache: true });
    expect(refused).toMatchObject({ code: 'OPTION_INVALID' });
    expect(refused?.message.replace(/^.*does not hold /, '').split(', ')).toContain(place);
  });
  expect(found).toEqual([undefined, expect.stringMatching(/^(CHECK|TESTS)_FAILED$/)]);
});

it('pytest: what a conftest.py above imports, where its settings lie above', async () => {
  const files = {
    'conftest.py': 'from helpers import above\n',
    'helpers/above.py': '',
    'app/tests/test_a.py': 'def test_a():\n    pass\n',
  };
  const change = { 'helpers/above.py': 'raise RuntimeError("no")\n' };
  const look = async () => {
    const { places } = conftestsAbove('app', '.', new Set(['app']), nodeDisk(workspace.root));
    expect(places.map(({ path }) => path)).toContain('helpers/above.py');
  };
  expect(await results({ ...pytest, files: { ...files, 'pytest.ini': '[pytest]\n' }, change }, look)).toEqual([
    undefined,
    'TESTS_FAILED',
  ]);
  // Without settings above, it is not loaded.
  expect(await results({ ...pytest, files, change }, look)).toEqual([undefined, undefined]);
});
