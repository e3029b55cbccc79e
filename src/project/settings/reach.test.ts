import type { ToolName } from '../../model/tools';
import { memoryDisk } from '../disk';
import { toolReach } from './reach';

const ROOT = 'apps/app';

/** What a tool reads besides the project, in one line per kind. */
function reach(tool: ToolName, files: Readonly<Record<string, string>>, args: string[] = [], passEnv: string[] = []) {
  const disk = memoryDisk({ 'apps/app/pyproject.toml': '[project]\nname = "app"\n', ...files });
  const { places, names, doubts, ...rest } = toolReach(
    { tool, root: ROOT, nested: ['apps/app/inner'], args, passEnv },
    disk,
  );
  return {
    places: places.map(({ path, holds }) => `${path} ${holds}`),
    ...(names.length > 0 ? { names } : {}),
    ...(doubts.length > 0 ? { doubts: doubts.map(({ file, line = 0, message }) => `${file}:${line} ${message}`) } : {}),
    ...(rest.anyName ? { anyName: true } : {}),
    ...(rest.conftests === undefined ? {} : { conftests: rest.conftests }),
  };
}

it('nothing leads anywhere by itself', () => {
  const tools: ToolName[] = ['pytest', 'unittest', 'ruff', 'flake8', 'black', 'mypy', 'pyright', 'basedpyright', 'ty'];
  expect(tools.map((tool) => reach(tool, {}))).toEqual(tools.map(() => ({ places: [] })));
});

describe('ruff', () => {
  it('follows extend, each from its own folder', () => {
    expect(
      reach('ruff', {
        'apps/app/ruff.toml': 'extend = "../../shared/ruff.toml"\n',
        'shared/ruff.toml': 'extend = "base/ruff.toml"\nsrc = ["../libs/py-*", "."]\n',
        'shared/base/ruff.toml': 'extend = "../ruff.toml"\n',
        'libs/py-a/x.py': '',
      }),
    ).toEqual({
      places: ['shared/base/ruff.toml file', 'shared/ruff.toml file'],
      names: ['libs', 'libs/py-a', 'shared'],
    });
  });

  it('takes a file of the project that is no usual one, and settings of the command line', () => {
    const file = { 'apps/app/pyproject.toml': '[tool.ruff]\nextend = "conf/lint.toml"\ninclude = ["*.txt"]\n' };
    expect(reach('ruff', file)).toEqual({
      places: ['apps/app/conf/lint.toml file'],
      anyName: true,
    });
    expect(reach('ruff', { 'x.toml': 'extend = "y.toml"' }, ['--config', '../../x.toml'])).toEqual({
      places: ['x.toml file', 'y.toml file'],
      names: ['.', 'src'],
    });
    expect(reach('ruff', {}, ['--config', 'extend = "../x.toml"', '--config=lint.select=["E"]']).places).toEqual([
      'apps/x.toml file',
    ]);
  });

  it.each([
    ['${SHARED}/ruff.toml', /depends on variables/],
    ['~/ruff.toml', /user’s home/],
    ['../../../ruff.toml', /out of the workspace/],
    ['/etc/ruff.toml', /one machine/],
  ])('says that %s can be in no key', (path, why) => {
    const { doubts } = reach('ruff', { 'apps/app/ruff.toml': `# settings\nextend = "${path}"\n` });
    expect(doubts).toEqual([expect.stringMatching(why)]);
    expect(doubts?.[0]).toContain('apps/app/ruff.toml:2 ');
  });

  it('looks at names beside settings above, which decide what is the project’s own', () => {
    expect(reach('ruff', { 'ruff.toml': '' })).toEqual({ places: [], names: ['.', 'src'] });
  });
});

it('mypy: paths begin at the project, those of plugins at the settings', () => {
  const ini = [
    '[mypy]',
    'mypy_path = ../../stubs:$MYPY_CONFIG_FILE_DIR/types,src',
    'files = ../lib/*.py',
    'plugins = tools/plugin.py:make, pkg.plugin',
    '[mypy-x.*]',
  ];
  expect(reach('mypy', { 'mypy.ini': ini.join('\n') })).toEqual({
    places: ['apps/lib tree', 'stubs modules', 'tools modules', 'types modules'],
  });
  const toml = '[tool.mypy]\nmypy_path = ["../stubs", "$HOME/x"]\nplugins = ["../tools/p.py"]\n';
  expect(reach('mypy', { 'apps/app/pyproject.toml': toml })).toEqual({
    places: ['apps/stubs modules', 'apps/tools modules'],
    doubts: [expect.stringContaining("apps/app/pyproject.toml:2 mypy_path '$HOME/x'")],
  });
  expect(reach('mypy', { 'conf/m.ini': '[mypy]\nmypy_path = ../x\n' }, ['--config-file=../../conf/m.ini'])).toEqual({
    places: ['apps/x modules', 'conf/m.ini file'],
  });
  expect(reach('mypy', {}, [], ['MYPYPATH', 'LANG', 'HOME']).doubts).toHaveLength(2);
});

describe('pytest', () => {
  it('puts folders on the path, and loads conftest.py from the folder of its settings', () => {
    const toml =
      '[tool.pytest.ini_options]\npythonpath = ["tools", "apps/app/src", "apps/app/inner/src"]\naddopts = "-ra --cov-config=../../cov.toml"\n';
    expect(reach('pytest', { 'pyproject.toml': toml })).toEqual({
      places: ['apps/app/inner/src tree', 'cov.toml tree', 'tools tree'],
      conftests: '.',
    });
    const own =
      '[pytest]\npythonpath = . ../tools build/gen\ntestpaths = tests ../../more\nenv_files =\n  ../../.env\n';
    expect(reach('pytest', { 'apps/app/pytest.ini': own })).toEqual({
      places: ['.env tree', 'apps/app/build/gen tree', 'apps/tools tree', 'more tree'],
    });
  });

  it('reads the command line and what it overrides', () => {
    expect(
      reach('pytest', {}, ['-o', 'pythonpath=../x', '--confcutdir=../..', '--ignore=../y', '-k', '../z', 'tests']),
    ).toEqual({ places: ['apps/x tree'], conftests: '.' });
    expect(reach('pytest', {}, ['-c', '../pytest.ini', '../more/test_x.py::test_a']).places).toEqual([
      'apps/more/test_x.py tree',
      'apps/pytest.ini file',
    ]);
    expect(reach('pytest', {}, [], ['PYTEST_ADDOPTS', 'DATABASE_URL']).doubts).toHaveLength(1);
  });

  it('measures what coverage is told to', () => {
    const files = { 'apps/app/.coveragerc': '[run]\nsource =\n    src\n    ../lib/src\n    pkg\n' };
    expect(reach('pytest', files).places).toEqual(['apps/lib/src modules']);
    expect(reach('unittest', files).places).toEqual(['apps/lib/src modules']);
  });
});

it('pyright: extends, and imports from the folder of the settings', () => {
  expect(
    reach('pyright', {
      'apps/app/pyrightconfig.json': '{ // comment\n "extends": "../../shared/base.json", "extraPaths": ["../x"], }',
      'shared/base.json':
        '{ "stubPath": "stubs", "executionEnvironments": [{ "root": "../tools", "extraPaths": ["y"] }] }',
    }),
  ).toEqual({
    places: ['apps/x modules', 'shared/base.json file', 'shared/stubs modules', 'shared/y modules', 'tools modules'],
  });
  expect(reach('basedpyright', { 'pyproject.toml': '[tool.pyright]\n' })).toEqual({ places: ['. modules'] });
  const folder = { 'conf/pyrightconfig.json': '{ "extraPaths": ["x"] }' };
  expect(reach('pyright', folder, ['--project', '../../conf']).places).toEqual([
    'conf modules',
    'conf/pyproject.toml file',
    'conf/pyrightconfig.json file',
    'conf/x modules',
  ]);
  const venv = reach('pyright', { 'apps/app/pyproject.toml': '[tool.pyright]\nvenvPath = "."\nvenv = ".venv"\n' });
  expect(venv.doubts).toEqual([expect.stringMatching(/^apps\/app\/pyproject.toml:3 venv '.venv': it takes packages/)]);
});

it('ty: likewise', () => {
  expect(reach('ty', { 'ty.toml': '[environment]\nextra-paths = ["./stubs"]\n' })).toEqual({
    places: ['. modules', 'stubs modules'],
  });
  expect(reach('ty', {}, ['--extra-search-path', '../x']).places).toEqual(['apps/x tree']);
});

it('flake8: plugins of the repository, and files that plugins read', () => {
  const cfg =
    '[flake8]\nmax-line-length = 100\nexclude = ../x\nwhitelist = words.txt\nspelling = ../../d.txt\n[flake8:local-plugins]\nextension =\n  X = p:P\npaths = ./plug, tools\n';
  expect(reach('flake8', { 'setup.cfg': cfg, 'words.txt': '' })).toEqual({
    places: ['plug modules', 'tools modules', 'words.txt tree', 'd.txt tree'].sort(),
    doubts: [expect.stringContaining("spelling '../../d.txt': it leads out")],
  });
  expect(
    reach('flake8', { 'x.cfg': '[flake8:local-plugins]\npaths = plug\n' }, ['--append-config=../../x.cfg']),
  ).toEqual({
    places: ['plug modules', 'x.cfg file'],
  });
});

it('doubts what others make, environments and links', () => {
  const why = (path: string) =>
    reach('pytest', { 'apps/app/pytest.ini': `[pytest]\npythonpath = ${path}\n` }).doubts?.[0];
  expect(why('../../dist/gen')).toMatch(/other tasks make it/);
  expect(why('../../.venv/lib')).toMatch(/what an environment holds/);
  expect(why('../shared')).toBeUndefined();
  const disk = memoryDisk({ 'apps/app/ruff.toml': 'extend = "../../shared/ruff.toml"\n', 'shared/ruff.toml': '' });
  const linked = {
    ...disk,
    list: (folder: string) =>
      disk.list(folder).map((entry) => (entry.name === 'shared' ? { ...entry, link: 'x' } : entry)),
  };
  const { places, doubts } = toolReach({ tool: 'ruff', root: ROOT, nested: [], args: [], passEnv: [] }, linked);
  expect([places, doubts[0]?.message]).toEqual([[], expect.stringContaining('shared is a link')]);
});

it('never throws because of a file', () => {
  const odd = [
    '= =',
    '{',
    '[tool.ruff]\nextend = 1\n[tool.mypy]\nmypy_path = 1\nplugins = {}\n',
    '[[tool.ruff]]',
    '\u0000',
  ];
  for (const text of odd) {
    const files = {
      'apps/app/pyproject.toml': text,
      'apps/app/pyrightconfig.json': text,
      'apps/app/ruff.toml': text,
      'apps/app/mypy.ini': text,
    };
    for (const tool of ['ruff', 'mypy', 'pyright', 'pytest', 'flake8', 'ty', 'black'] as const) {
      expect(reach(tool, files).doubts).toBeUndefined();
    }
  }
  expect(reach('ruff', { 'apps/app/ruff.toml': 'extend = "../shared"', 'apps/shared/x': '' }).places).toContain(
    'apps/shared file',
  );
});
