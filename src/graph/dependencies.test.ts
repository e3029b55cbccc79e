import { memoryDisk } from '../project/disk';
import { readWorkspace } from '../project/workspace';
import { manifestEdges } from './dependencies';

it('names the manifest that there is: Nx refuses the whole graph for a file that is not', () => {
  const files = {
    'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\n',
    'apps/old/setup.cfg':
      '[metadata]\nname = old\n[options]\npy_modules = old\ninstall_requires =\n  core @ file:../../libs/core\n',
    'apps/old/old.py': '',
  };
  const workspace = readWorkspace(['libs/core/pyproject.toml', 'apps/old/setup.cfg'], memoryDisk(files));
  const names = new Map(workspace.projects.map(({ root, name }) => [root, name]));
  expect(manifestEdges(workspace, names)).toEqual([
    { source: 'old', target: 'core', type: 'static', sourceFile: 'apps/old/setup.cfg' },
  ]);
});
