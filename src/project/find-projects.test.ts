import { memoryDisk } from './disk';
import { readWorkspace } from './workspace';

function read(files: Readonly<Record<string, string>>) {
  return readWorkspace(Object.keys(files), memoryDisk(files));
}
const roots = (files: Readonly<Record<string, string>>) =>
  read(files).projects.map(({ root, name, file, manager }) => `${root} ${name} ${file} ${manager}`);

it('takes a folder with requirements and code for a project', () => {
  const files = {
    'apps/api/requirements.txt': 'flask\n-e ../../libs/core\n',
    'apps/api/requirements-dev.txt': '-r requirements.txt\npytest\n',
    'apps/api/main.py': '',
    'apps/api/worker/requirements.txt': 'x',
    'apps/api/worker/run.py': '',
    'apps/docs/requirements.txt': 'sphinx',
    'apps/docs/conf.py': '',
    'apps/web/requirements.txt': 'x',
    'apps/web/index.ts': '',
    'libs/core/setup.py': 'from setuptools import setup\nsetup(name="core")\n',
    'requirements.txt': 'ruff\n',
    'tasks.py': '',
  };
  expect(roots(files)).toEqual(['apps/api api apps/api/requirements.txt pip', 'libs/core core libs/core/setup.py pip']);
  const [api] = read(files).projects;
  expect(api).toMatchObject({
    manifests: ['apps/api/requirements.txt'],
    sources: { core: { kind: 'path', path: 'libs/core', editable: true } },
    groups: { dev: [{ name: 'pytest' }] },
  });
  expect(api?.dependencies.map(({ name }) => name)).toEqual(['flask', 'core']);
});

it('takes requirements at the root for a project where there is no other', () => {
  expect(roots({ 'requirements/base.txt': 'flask', 'app.py': '' })).toEqual([
    '. python-workspace requirements/base.txt pip',
  ]);
});

it('finds projects below the root of a workspace, not below a package', () => {
  const pip = { 'p/api/requirements.txt': 'x', 'p/api/a.py': '' };
  const hub = '[tool.uv.workspace]\nmembers = []\n';
  expect(roots({ ...pip, 'p/pyproject.toml': hub })).toHaveLength(1);
  expect(roots({ ...pip, 'p/pyproject.toml': '[project]\nname = "p"\n' })).toEqual(['p p p/pyproject.toml pip']);
});

it('leaves a dev file that lists the projects of the repository out of what they publish', () => {
  const [a] = read({
    'a/setup.py': 'from setuptools import setup\nsetup(name="a", install_requires=["b", "click"])\n',
    'a/requirements.txt': '-e .\n../b\nclick==8\nidna==3\n',
    'a/requirements.in': '-e .\n-e ../b[x]\nclick\n',
    'b/setup.py': 'from setuptools import setup\nsetup(name="b")\n',
  }).projects;
  expect(a?.dependencies.map(({ name, extras }) => [name, ...extras])).toEqual([['b'], ['click'], ['b', 'x']]);
  expect(a?.sources).toEqual({ b: { kind: 'path', path: 'b', editable: true } });
  expect(a?.manifests).toEqual(['a/setup.py']);
});

it('keeps what an inner project holds out of the outer one', () => {
  const files = {
    'p/pyproject.toml': '[project]\nname = "p"\n[build-system]\n[tool.setuptools.packages.find]\n',
    'p/p/__init__.py': '',
    'p/inner/__init__.py': '',
    'p/inner/setup.cfg': '[metadata]\nname = inner\n',
    'p/tool/__init__.py': '',
    'p/tool/pyproject.toml': '[tool.ruff]\n',
  };
  const [outer] = read(files).projects;
  expect(outer?.modules.map(({ name }) => name)).toEqual(['p', 'tool']);
});

it('says what cannot be read, and reads the rest', () => {
  const files = {
    'a/pyproject.toml': '[project]\nname = "a"\n',
    'b/pyproject.toml': '[project]\nname = "{{ cookiecutter.name }}"\n{% if x %}\n',
    'c/pyproject.toml': '[project]\r\nname = "c"\r\ndescription = "gr\uFFFDn"\r\n',
    'd/pyproject.toml': '',
  };
  const disk = memoryDisk(files);
  const refusing = {
    ...disk,
    read: (file: string) => {
      if (file === 'd/pyproject.toml') {
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      }
      return disk.read(file);
    },
  };
  const { projects, broken } = readWorkspace(Object.keys(files), refusing);
  expect(projects.map(({ name }) => name)).toEqual(['a']);
  expect(broken.map(({ error }) => error.message.split(': ')[0])).toEqual([
    'b/pyproject.toml:3:1 is not valid TOML',
    'c/pyproject.toml:3 is not UTF-8',
    'd/pyproject.toml could not be read',
  ]);
});

it('reads TOML 1.0 in full', () => {
  const text =
    '\uFEFF[project]\r\nname = "a"\r\nversion = "1"\r\n[tool.x]\r\nd = 1979-05-27T07:32:00Z\r\nt = 07:32:00\r\nm = [1, "a", {b.c = 2}, [1.5]]\r\nb.c.d = 0xDEAD_BEEF\r\n"q.r" = """\r\n  x\\\r\n  y"""\r\nf = inf\r\n';
  expect(read({ 'a/pyproject.toml': text }).projects).toMatchObject([{ name: 'a', version: '1' }]);
});

it('gives members of a uv workspace to uv, whatever their own files say', () => {
  const files = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
    'libs/a/pyproject.toml': '[project]\nname = "a"\n[tool.hatch.envs.lint]\ndependencies = ["ruff"]\n',
    'libs/b/pyproject.toml':
      '[project]\nname = "b"\n[tool.uv]\nmanaged = false\n[tool.pdm.dev-dependencies]\ndev = ["x"]\n',
  };
  expect(read(files).projects.map(({ name, manager, groups }) => [name, manager, Object.keys(groups)])).toEqual([
    ['a', 'uv', []],
    ['b', 'uv', []],
  ]);
});

it('calls a folder of requirements what its manifest says, though it is called otherwise', () => {
  const [a] = read({
    'a/pyproject.toml': '[project]\nname = "a"\n',
    'a/requirements.in': '-e ../b\n-e ../c#egg=acme-c\n-e ../d\n',
    'a/requirements.txt': 'click==8\n',
    'b/pyproject.toml': '[project]\nname = "Acme_B"\n',
    'c/pyproject.toml': '[project]\nname = "other"\n',
    'd/pyproject.toml': '[project\n',
  }).projects;
  expect(Object.entries(a?.sources ?? {}).map(([name, source]) => [name, 'path' in source && source.path])).toEqual([
    ['acme-b', 'b'],
    ['acme-c', 'c'],
    ['d', 'd'],
  ]);
  expect(a?.dependencies.map(({ name }) => name)).toEqual(['acme-b', 'acme-c', 'd']);
});
