import { memoryDisk } from '../../src/project/disk';
import { isManifestFile } from '../../src/project/manifests/manifest-files';
import { readWorkspace } from '../../src/project/workspace';
import { uvMembership } from './uv-membership';

const ROOT = { folder: '.', member: 'apps/new' };
const ALONE = { folder: 'apps/new' };
const CORE = { 'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\n' };

it.each<[string, Record<string, string>, object]>([
  ['nothing', {}, ROOT],
  ['settings alone', { 'pyproject.toml': '[tool.ruff]\n' }, ROOT],
  [
    'a project of uv’s',
    { 'pyproject.toml': '[project]\nname = "root"\nversion = "1"\n', 'uv.lock': 'version = 1\n' },
    ROOT,
  ],
  ['a project of nobody’s', { 'setup.py': 'from setuptools import setup\nsetup(name="root")\n' }, ALONE],
  ['a setup.cfg', { 'setup.cfg': '[metadata]\nname = root\n' }, ALONE],
  ['a project that uv leaves alone', { 'pyproject.toml': '[tool.uv]\nmanaged = false\n' }, ALONE],
  ['a lock of uv’s elsewhere', { ...CORE, 'libs/core/uv.lock': 'version = 1\n' }, ALONE],
  [
    'a lock of another manager elsewhere',
    { ...CORE, 'libs/core/poetry.lock': '[metadata]\nlock-version = "2.1"\n' },
    ROOT,
  ],
  ['a lock of uv’s at the root', { ...CORE, 'uv.lock': 'version = 1\n' }, ROOT],
])('joins the root of the workspace, or stands alone, beside %s', (_, files, expected) => {
  const disk = memoryDisk(files);
  const workspace = readWorkspace(Object.keys(files).filter(isManifestFile), disk);
  expect(uvMembership('apps/new', { disk, workspace })).toEqual(expected);
});
