import { project, requirement } from '../../plan.testing';
import { distInfo } from './dist-info';

describe('dist-info', () => {
  it('says what importlib.metadata asks for', () => {
    expect(distInfo(project())).toMatchInlineSnapshot(`
{
  "py_app-1.2.0.dist-info/INSTALLER": "nx-kiln
",
  "py_app-1.2.0.dist-info/METADATA": "Metadata-Version: 2.4
Name: Py.App
Version: 1.2.0
Requires-Python: >=3.14
Requires-Dist: click>=8
Requires-Dist: tomli; python_version < '3.11'
",
  "py_app-1.2.0.dist-info/entry_points.txt": "[console_scripts]
py-app = py_app.cli:main
",
  "py_app-1.2.0.dist-info/top_level.txt": "py_app
",
}
`);
  });

  it('names what plugins are found by, and scripts of a desktop', () => {
    const files = distInfo(
      project({
        guiScripts: { 'py-app-w': 'py_app.gui:main' },
        entryPoints: { 'py_app.greetings': { loud: 'py_app.greet:loud', calm: 'py_app.greet:calm' } },
      }),
    );
    expect(files['py_app-1.2.0.dist-info/entry_points.txt']).toBe(
      [
        '[console_scripts]\npy-app = py_app.cli:main\n',
        '[gui_scripts]\npy-app-w = py_app.gui:main\n',
        '[py_app.greetings]\ncalm = py_app.greet:calm\nloud = py_app.greet:loud\n',
      ].join('\n'),
    );
  });

  it('keeps a marker when it adds the extra', () => {
    const files = distInfo(
      project({
        optionalDependencies: { fast: [requirement("uvloop; sys_platform != 'win32'"), requirement('orjson')] },
      }),
    );
    const extras = files['py_app-1.2.0.dist-info/METADATA']?.split('\n').filter((line) => line.includes('xtra'));
    expect(extras).toEqual([
      'Provides-Extra: fast',
      "Requires-Dist: uvloop ; (sys_platform != 'win32') and extra == 'fast'",
      "Requires-Dist: orjson ; extra == 'fast'",
    ]);
  });
});
