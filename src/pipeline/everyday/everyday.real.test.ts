/** Real tools in real environments: nothing of the machine gets in, nothing is left in the sources. */
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentsIn } from '../environment-folder';
import { lint } from './lint-target';
import { start } from './start-target';
import { test as runTests } from './test-target';
import { typecheck } from './typecheck-target';
import { type TestWorkspace, testWorkspace } from './workspace.testing';

const APP = `[project]
name = "app"
version = "1.2.3"
requires-python = ">=3.14"
dependencies = ["lib"]
[project.scripts]
app = "app:main"
[dependency-groups]
test = ["pytest>=9"]
lint = ["ruff"]
typecheck = ["mypy"]
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"
[tool.uv.sources]
lib = { workspace = true }
`;
const LIB = `[project]
name = "lib"
version = "0.1.0"
requires-python = ">=3.14"
[project.entry-points.pytest11]
lib = "lib.plugin"
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"
`;
const TESTS = `import os, subprocess, sys
from importlib import metadata
from pathlib import Path
import app

def test_versions(from_plugin):
    assert metadata.version("app") == "1.2.3" and from_plugin == "lib"

def test_nothing_of_the_shell():
    assert "SECRET_OF_THE_SHELL" not in os.environ and "KILN_CACHE_DIR" not in os.environ
    assert list(Path.home().iterdir()) == [] and os.environ["TZ"] == "UTC"

def test_scripts_and_children():
    assert subprocess.run(["app"], capture_output=True, text=True, check=True).stdout == "hello from lib\\n"
    assert subprocess.run([sys.executable, "-c", "import app, pytest"]).returncode == 0

def test_sees(request):
    assert os.environ.get("WANTED") == "yes"
`;

jest.setTimeout(180_000);

let workspace: TestWorkspace;
beforeAll(async () => {
  process.env.SECRET_OF_THE_SHELL = 'x';
  process.env.WANTED = 'yes';
  workspace = await testWorkspace({
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["app", "lib"]\n',
    'app/pyproject.toml': APP,
    'app/src/app/__init__.py': 'import lib\n\n\ndef main() -> None:\n    print("hello from", lib.NAME)\n',
    'app/tests/test_app.py': TESTS,
    'app/inner/pyproject.toml': '[project]\nname = "inner"\nversion = "1"\n',
    'app/inner/test_bad.py': 'import os, sys\ndef test_bad(): assert False\n',
    'lib/pyproject.toml': LIB,
    'lib/src/lib/__init__.py': 'NAME = "lib"\n',
    'lib/src/lib/py.typed': '',
    'lib/src/lib/plugin.py': 'import pytest\n@pytest.fixture\ndef from_plugin():\n    return "lib"\n',
  });
});
afterAll(() => rmSync(dirname(workspace.root), { recursive: true, force: true }));

const PYTEST = { tool: 'pytest', outputPath: 'dist/app/test' };
const WANTED = { passEnv: ['WANTED'] };
const KEYED = { inputs: [{ env: 'WANTED' }] };

it('tests pass, see what they may, and leave nothing in the sources; two at once share one environment', async () => {
  const before = workspace.files();
  const both = [PYTEST, { ...PYTEST, outputPath: 'dist/app/other' }].map((options) =>
    workspace.run(runTests, { ...options, ...WANTED }, KEYED),
  );
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
  expect(workspace.files()).toEqual(before);
  expect(workspace.read('dist/app/test/junit.xml')).toContain('tests="4"');
  expect(environmentsIn(join(workspace.cache, 'environments'))).toHaveLength(1);
});

it('a variable that is not passed is not there', async () => {
  expect(await workspace.run(runTests, PYTEST)).toMatchObject({ code: 'TESTS_FAILED', message: 'tests failed' });
  expect(workspace.read('dist/app/test/junit.xml')).toContain('failures="1"');
});

it('what would make a kept result untrue is refused', async () => {
  expect(await workspace.run(runTests, { ...PYTEST, ...WANTED })).toMatchObject({ code: 'OPTION_INVALID' });
  expect(await workspace.run(runTests, { ...PYTEST, environment: 'project' })).toMatchObject({
    code: 'OPTION_INVALID',
  });
  expect(await workspace.run(runTests, { ...PYTEST, platform: 'linux-arm64' })).toMatchObject({
    code: 'PLATFORM_UNSUPPORTED',
  });
  expect(await workspace.run(lint, { tool: 'ruff', args: ['--fix'] })).toMatchObject({ code: 'OPTION_INVALID' });
});

it('a damaged environment is made again; an added file is no part of it', async () => {
  const home = join(workspace.cache, 'environments');
  const siteOf = (name: string): string => join(home, name, 'lib', 'python3.14', 'site-packages');
  // Names are digests: the one that tests used last.
  const [name = ''] = environmentsIn(home)
    .filter((one) => existsSync(join(siteOf(one), '_pytest')))
    .sort((a, b) => statSync(join(home, b)).mtimeMs - statSync(join(home, a)).mtimeMs);
  const site = siteOf(name);
  rmSync(join(site, '_pytest'));
  writeFileSync(join(site, 'sitecustomize.py'), 'raise SystemExit(3)\n');
  writeFileSync(join(home, name, 'bin', 'app'), '#!/bin/sh\nexit 1\n');
  expect(await workspace.run(runTests, { ...PYTEST, ...WANTED }, KEYED)).toBeUndefined();
  expect(existsSync(join(site, 'sitecustomize.py'))).toBe(false);
});

it('edits within one second are seen: bytecode of sources is never kept', async () => {
  const file = 'app/src/app/__init__.py';
  const good = workspace.read(file);
  workspace.write({ [file]: good.replace('hello', 'hallo') });
  expect(await workspace.run(runTests, { ...PYTEST, ...WANTED }, KEYED)).toMatchObject({ code: 'TESTS_FAILED' });
  workspace.write({ [file]: good });
  expect(await workspace.run(runTests, { ...PYTEST, ...WANTED }, KEYED)).toBeUndefined();
});

it('no tests are no success', async () => {
  expect(await workspace.run(runTests, { ...PYTEST, __unparsed__: ['-k', 'zebra'], k: 'zebra' })).toMatchObject({
    message: 'pytest found no tests',
  });
});

it('linters and type checkers look at the project and not at the ones inside', async () => {
  expect(await workspace.run(lint, { tool: 'ruff', args: ['--select', 'E,F', 'src'] })).toBeUndefined();
  expect(await workspace.run(lint, { tool: 'ruff', args: ['--select', 'F'] })).toMatchObject({ code: 'CHECK_FAILED' });
  workspace.write({
    'app/tests/test_app.py': TESTS.replace('import app\n', '').replace('def test_sees(request)', 'def test_sees()'),
  });
  expect(await workspace.run(lint, { tool: 'ruff', args: ['--select', 'F'] })).toBeUndefined();
  expect(await workspace.run(typecheck, { tool: 'mypy' })).toBeUndefined();
  workspace.write({ 'app/src/app/__init__.py': 'import lib\n\n\ndef main() -> int:\n    return lib.NAME\n' });
  expect(await workspace.run(typecheck, { tool: 'mypy' })).toMatchObject({ code: 'CHECK_FAILED' });
});

it('an application that ends with an error is an error', async () => {
  workspace.write({
    'app/src/app/__init__.py': 'import sys\n\n\ndef main() -> None:\n    sys.exit(int(sys.argv[1]))\n',
  });
  expect(await workspace.run(start, { args: ['0'] }, { cache: false })).toBeUndefined();
  expect(await workspace.run(start, { args: ['7'] }, { cache: false })).toMatchObject({ message: 'app ended with 7' });
});

it('another slice is another environment; runs leave nothing behind', async () => {
  const home = join(workspace.cache, 'environments');
  const before = environmentsIn(home);
  workspace.write({ 'app/pyproject.toml': APP.replace('"pytest>=9"', '"pytest>=9", "iniconfig", "six"') });
  expect(await workspace.run(runTests, PYTEST)).toMatchObject({ code: 'LOCK_OUTDATED' });
  workspace.lock();
  await workspace.run(runTests, { ...PYTEST, __unparsed__: ['--collect-only'], 'collect-only': true });
  expect(environmentsIn(home).length).toBe(before.length + 1);
  expect(readdirSync(home).filter((name) => name.endsWith('.draft'))).toEqual([]);
});
