import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';
import { parseIni } from './ini';

const read = (files: Readonly<Record<string, string>>) => {
  const { projects } = readWorkspace(Object.keys(files), memoryDisk(files));
  return projects[0];
};

it('reads INI as configparser does', () => {
  const { ini, problems } = parseIni(
    '\uFEFFlost\r\n[a]\r\nKey-One = 1 ; 2\r\n  more\r\n# note\r\n\r\n  last\r\nother: x=y\r\n[options]\r\nPackage-Dir =\r\n\t=src\r\n; gone\r\n',
  );
  expect(ini.get('a')?.get('Key-One')).toEqual({ text: '1 ; 2\nmore\n\nlast', line: 3 });
  expect(ini.get('a')?.get('other')?.text).toBe('x=y');
  expect(ini.get('options')?.get('package_dir')?.text).toBe('=src');
  expect(problems).toEqual([{ line: 1, text: 'lost' }]);
});

const CFG = `
[metadata]
name = Acme.Tool
version = attr: acme_tool.__version__
description = A tool
[options]
python_requires = >=3.8
packages = find:
package_dir =
    = src
install_requires =
    click >=8  # comment
    lib @ file:../lib
    importlib-metadata; python_version < "3.8"
tests_require = pytest
[options.packages.find]
where = src
exclude =
    acme_tool.tests*
[options.extras_require]
Fast = orjson; ujson
docs =
    sphinx
[options.entry_points]
console_scripts =
    acme = acme_tool.cli:main
acme.plugins =
    one = acme_tool.one [fast]
[tool:pytest]
testpaths = checks
`;

it('reads a project from setup.cfg alone', () => {
  const project = read({
    'p/setup.cfg': CFG,
    'p/setup.py': 'from setuptools import setup\nsetup()\n',
    'p/src/acme_tool/__init__.py': '',
    'p/src/plain/a.py': '',
  });
  expect(project).toMatchObject({
    root: 'p',
    file: 'p/setup.cfg',
    manifests: ['p/setup.cfg', 'p/setup.py'],
    manager: 'pip',
    name: 'Acme.Tool',
    dynamic: ['version'],
    requiresPython: '>=3.8',
    scripts: { acme: 'acme_tool.cli:main' },
    entryPoints: { 'acme.plugins': { one: 'acme_tool.one' } },
    sources: { lib: { kind: 'path', path: 'lib' } },
    buildBackend: 'setuptools.build_meta:__legacy__',
    testPaths: ['checks'],
    diagnostics: [],
  });
  expect(project?.dependencies.map(({ name, marker }) => [name, marker])).toEqual([
    ['click', undefined],
    ['lib', undefined],
    ['importlib-metadata', 'python_version < "3.8"'],
  ]);
  expect(project?.optionalDependencies.fast?.map(({ name }) => name)).toEqual(['orjson', 'ujson']);
  expect(project?.groups.test?.map(({ name }) => name)).toEqual(['pytest']);
  expect(project?.modules.map(({ name }) => name)).toEqual(['acme_tool']);
});

it('reads files that it names, and says where a line is wrong', () => {
  const project = read({
    'p/setup.cfg':
      '[metadata]\nname = p\nversion = file: VERSION\n[options]\ninstall_requires = file: needs.txt, ../../etc/x\nno sense\npy_modules = one\n',
    'p/VERSION': '1.2\n',
    'p/needs.txt': 'click\n# x\nno good\n',
    'p/one.py': '',
  });
  expect(project).toMatchObject({ version: '1.2', manifests: ['p/VERSION', 'p/needs.txt', 'p/setup.cfg'] });
  expect(project?.dependencies.map(({ name }) => name)).toEqual(['click']);
  expect(project?.modules).toMatchObject([{ name: 'one', kind: 'module', path: 'p/one.py' }]);
  expect(project?.diagnostics).toMatchObject([
    { file: 'p/setup.cfg', line: 6, message: expect.stringContaining('no sense') },
    { file: 'p/setup.cfg', message: expect.stringContaining('no good is no requirement') },
  ]);
});

it('is no project with settings of linters only', () => {
  expect(read({ 'p/setup.cfg': '[flake8]\nmax-line-length = 100\n[metadata]\nlicense_files = x\n' })).toBeUndefined();
});

it('adds settings of a pyproject.toml to the project of the same folder', () => {
  const project = read({
    'p/setup.cfg': '[metadata]\nname = p\n[flake8]\nx = 1\n',
    'p/pyproject.toml':
      '[build-system]\nrequires = []\nbuild-backend = "setuptools.build_meta"\n[tool.kiln]\npythons = ["3.14"]\n[dependency-groups]\ndev = ["pytest"]\n[tool.setuptools]\npackages = ["q"]\n',
    'p/q/__init__.py': '',
  });
  expect(project).toMatchObject({
    file: 'p/setup.cfg',
    manifests: ['p/pyproject.toml', 'p/setup.cfg'],
    buildBackend: 'setuptools.build_meta',
    kiln: { pythons: ['3.14'] },
    groups: { dev: [{ name: 'pytest' }] },
    modules: [{ name: 'q' }],
  });
});

it('lets [project] win, and fills in what it calls dynamic', () => {
  const project = read({
    'p/setup.cfg': '[metadata]\nname = other\nversion = 2\n[options]\ninstall_requires =\n    click\n',
    'p/pyproject.toml':
      '[project]\nname = "p"\ndynamic = ["version", "dependencies", "optional-dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = "needs.txt" }\noptional-dependencies.fast = { file = ["fast.txt"] }\n',
    'p/needs.txt': '-r x.txt\nidna\n',
    'p/fast.txt': 'orjson\n',
  });
  expect(project).toMatchObject({ name: 'p', version: '2', file: 'p/pyproject.toml' });
  expect(project?.dependencies.map(({ name }) => name)).toEqual(['idna', 'click']);
  expect(project?.optionalDependencies.fast?.map(({ name }) => name)).toEqual(['orjson']);
  expect(project?.manifests).toContain('p/needs.txt');
});

it('reads sections of setup.cfg beside a setup.py that says the rest', () => {
  const project = read({
    'p/setup.cfg': '[metadata]\nrequires_dist =\n    x\n[options.extras_require]\ncrt = botocore[crt]>=1.21,<2\n',
    'p/setup.py': 'from setuptools import setup\nsetup(name="p", version=get(), install_requires=["jmespath"])\n',
  });
  expect(project).toMatchObject({
    name: 'p',
    file: 'p/setup.py',
    manifests: ['p/setup.cfg', 'p/setup.py'],
    dynamic: ['version'],
  });
  expect(project?.dependencies.map(({ name }) => name)).toEqual(['jmespath']);
  expect(project?.optionalDependencies.crt?.map(({ name }) => name)).toEqual(['botocore']);
});
