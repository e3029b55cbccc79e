import { makeTree } from '../../../engine/tree';
import { project } from '../../plan.testing';
import { scriptsOf } from './entry-points';
import { type EnvironmentFiles, environmentFiles, neededTexts } from './environment-files';

const file = (path: string) => ({ path, sha256: 'a'.repeat(64), size: 1 });
const tree = makeTree(
  ['site/click/__init__.py', 'site/click-8.dist-info/entry_points.txt', 'site/six.py', 'bin/ruff', 'bin/old'].map(file),
);
const files = (): EnvironmentFiles =>
  environmentFiles(
    {
      python: '/tools/py',
      pythonVersion: '3.14.6',
      workspaceRoot: '/ws',
      packages: {
        folder: '/kept/tree',
        tree,
        texts: {
          'site/click-8.dist-info/entry_points.txt': '[console_scripts]\nclick = click.cli:App.run [extra]\n',
          'bin/old': '#!python\nprint(1)\n',
        },
      },
      projects: [project(), project({ root: 'libs/b', name: 'b', normalizedName: 'b', scripts: {}, modules: [] })],
    },
    '/cache/env with "x"',
  );

it('packages are links into the shared folder, projects are their sources', () => {
  const { 'pyvenv.cfg': settings, ...rest } = files();
  expect(settings).toEqual({ text: 'home = /tools/py/bin\ninclude-system-site-packages = false\nversion = 3.14.6\n' });
  const site = 'lib/python3.14/site-packages';
  expect(rest['bin/python']).toEqual({ link: '/tools/py/bin/python3' });
  expect(rest[`${site}/click`]).toEqual({ link: '/kept/tree/site/click' });
  expect(rest[`${site}/six.py`]).toEqual({ link: '/kept/tree/site/six.py' });
  expect(rest['bin/ruff']).toEqual({ link: '/kept/tree/bin/ruff' });
  expect(rest[`${site}/kiln-sources.pth`]).toEqual({ text: '/ws/apps/py-app/src\n' });
  expect(Object.keys(rest).filter((path) => path.endsWith('METADATA'))).toEqual([
    `${site}/b-1.2.0.dist-info/METADATA`,
    `${site}/py_app-1.2.0.dist-info/METADATA`,
  ]);
});

it('scripts name the environment’s own interpreter, whatever its path', () => {
  expect(files()['bin/click']).toEqual({
    executable: true,
    text: `#!/bin/sh\n'''exec' "/cache/env with \\"x\\"/bin/python" "$0" "$@"\n' '''\nimport sys\nfrom click.cli import App\nif __name__ == "__main__":\n    sys.exit(App.run())\n`,
  });
  expect(files()['bin/old']).toMatchObject({ text: expect.stringMatching(/print\(1\)\n$/) });
  expect(files()['bin/py-app']).toMatchObject({ text: expect.stringContaining('from py_app.cli import main') });
});

it('reads of a tree only what it needs', () => {
  expect(neededTexts(tree)).toEqual(['bin/old', 'bin/ruff', 'site/click-8.dist-info/entry_points.txt']);
});

it('takes scripts from entry points, and passes over what is none', () => {
  expect(
    scriptsOf('[other]\na = b:c\n[console_scripts]\n# x = y:z\nbad\n../x = a:b\nok=m.n : f\n[gui_scripts]\ng = m:f\n'),
  ).toEqual([
    { name: 'ok', module: 'm.n', attribute: 'f' },
    { name: 'g', module: 'm', attribute: 'f' },
  ]);
});
