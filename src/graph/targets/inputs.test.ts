import { FILES } from '../../project/workspace.testing';
import { inferFixture, inputsOf } from '../infer.testing';

const shown = (...request: Parameters<typeof inputsOf>) =>
  inputsOf(...request).map((input) => JSON.stringify(input).replaceAll('/closure/root/', '/closure/<lock>/'));

it('keys a build', () => {
  expect(shown('apps/app', 'build')).toMatchInlineSnapshot(`
[
  ""kilnSources"",
  "{"fileset":"{workspaceRoot}/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/app/.python-version","includeIgnored":true}",
  ""{workspaceRoot}/kiln.json"",
  "{"externalDependencies":["kiln:plugin"]}",
  ""{projectRoot}/{uv.toml,pyproject.toml}"",
  ""{workspaceRoot}/{uv.toml,pyproject.toml}"",
  ""{workspaceRoot}/apps/{uv.toml,pyproject.toml}"",
  "{"input":"kilnSources","projects":["core","acme.text"]}",
  "{"dependentTasksOutputFiles":".kiln/closure/<lock>/app.build.json"}",
]
`);
});

it('keys tests: every file of the project, of libraries what they ship', () => {
  expect(shown('apps/app', 'test', inferFixture({ 'apps/app/tests/test_a.py': '' }))).toMatchInlineSnapshot(`
[
  ""kilnSources"",
  ""{projectRoot}/**/*"",
  "{"fileset":"{projectRoot}/**/*","includeIgnored":true}",
  ""!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*}"",
  "{"fileset":"!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*,{build,dist,venv,virtualenv,.eggs,.nx,.kiln,.idea,.vscode}/**}","includeIgnored":true}",
  ""{workspaceRoot}/{pytest.ini,.pytest.ini,pytest.toml,.pytest.toml,pyproject.toml,tox.ini,setup.cfg,setup.py,conftest.py,__init__.py}"",
  ""{workspaceRoot}/apps/{pytest.ini,.pytest.ini,pytest.toml,.pytest.toml,pyproject.toml,tox.ini,setup.cfg,setup.py,conftest.py,__init__.py}"",
  "{"fileset":"{workspaceRoot}/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/app/.python-version","includeIgnored":true}",
  ""{workspaceRoot}/kiln.json"",
  "{"externalDependencies":["kiln:plugin"]}",
  "{"input":"kilnSources","projects":["core","acme.text"]}",
  "{"dependentTasksOutputFiles":".kiln/closure/<lock>/app.test.json"}",
]
`);
});

it('keys linters: sources and settings', () => {
  expect(shown('apps/app', 'lint')).toMatchInlineSnapshot(`
[
  ""{projectRoot}/**/*.{py,pyi,pyw,ipynb}"",
  "{"fileset":"{projectRoot}/**/*.{py,pyi,pyw,ipynb}","includeIgnored":true}",
  ""!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*}"",
  "{"fileset":"!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*,{build,dist,venv,virtualenv,.eggs,.nx,.kiln,.idea,.vscode}/**}","includeIgnored":true}",
  ""{projectRoot}/**/{pyproject.toml,ruff.toml,.ruff.toml,.gitignore,.ignore,__init__.py}"",
  ""{workspaceRoot}/{pyproject.toml,ruff.toml,.ruff.toml,.gitignore,.ignore,__init__.py}"",
  ""{workspaceRoot}/apps/{pyproject.toml,ruff.toml,.ruff.toml,.gitignore,.ignore,__init__.py}"",
  "{"runtime":"node around.js"}",
  "{"fileset":"{workspaceRoot}/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/app/.python-version","includeIgnored":true}",
  ""{workspaceRoot}/kiln.json"",
  "{"externalDependencies":["kiln:plugin"]}",
  "{"dependentTasksOutputFiles":".kiln/closure/<lock>/app.lint.json"}",
]
`);
});

it('keys type checkers: sources, also of libraries, and settings', () => {
  const changes = { 'pyproject.toml': (FILES['pyproject.toml'] as string).replace('"ruff"', '"ruff", "mypy"') };
  expect(shown('apps/app', 'typecheck', inferFixture(changes))).toMatchInlineSnapshot(`
[
  ""{projectRoot}/**/*.{py,pyi,ipynb,typed}"",
  "{"fileset":"{projectRoot}/**/*.{py,pyi,ipynb,typed}","includeIgnored":true}",
  ""!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*}"",
  "{"fileset":"!{projectRoot}/{**/{__pycache__,.venv,.pytest_cache,.mypy_cache,.ruff_cache,.hypothesis,.tox,.nox,.git,node_modules,htmlcov,.ipynb_checkpoints}/**,**/*.egg-info/**,**/.{coverage,DS_Store},**/.coverage.*.*,{build,dist,venv,virtualenv,.eggs,.nx,.kiln,.idea,.vscode}/**}","includeIgnored":true}",
  ""{projectRoot}/**/{mypy.ini,.mypy.ini,pyproject.toml,setup.cfg,.gitignore,__init__.py}"",
  ""{workspaceRoot}/{mypy.ini,.mypy.ini,pyproject.toml,setup.cfg,.gitignore,__init__.py}"",
  ""{workspaceRoot}/apps/{mypy.ini,.mypy.ini,pyproject.toml,setup.cfg,.gitignore,__init__.py}"",
  "{"fileset":"{workspaceRoot}/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/.python-version","includeIgnored":true}",
  "{"fileset":"{workspaceRoot}/apps/app/.python-version","includeIgnored":true}",
  ""{workspaceRoot}/kiln.json"",
  "{"externalDependencies":["kiln:plugin"]}",
  "{"input":"kilnTypes","projects":["core","acme.text"]}",
  "{"dependentTasksOutputFiles":".kiln/closure/<lock>/app.typecheck.json"}",
]
`);
});
