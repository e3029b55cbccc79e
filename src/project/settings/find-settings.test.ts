import { memoryDisk } from '../disk';
import { findSettings } from './find-settings';

const disk = memoryDisk({
  'pyproject.toml': '[tool.ruff]\nline-length = 100\n[tool.pytest.ini_options]\n',
  'apps/setup.cfg': '[flake8]\n',
  'apps/a/pyproject.toml': '[project]\nname = "a"\n# [tool.mypy]\n',
  'apps/b/pytest.ini': '',
  'apps/b/pyproject.toml': '[ tool . mypy ]\n',
});

it.each([
  ['ruff', 'apps/a', 'pyproject.toml'],
  ['flake8', 'apps/a', 'apps/setup.cfg'],
  ['mypy', 'apps/a', undefined],
  ['mypy', 'apps/b', 'apps/b/pyproject.toml'],
  ['pytest', 'apps/a', 'pyproject.toml'],
  ['pytest', 'apps/b', 'apps/b/pytest.ini'],
] as const)('settings of %s for %s', (tool, folder, expected) => {
  expect(findSettings(tool, folder, disk)?.path).toBe(expected);
});
