/** Builders for tests of plans: complete, small, overridable. */
import { cell } from '../model/cells';
import type { FreezeOptions } from '../model/options/freeze';
import { type Platform, platformById } from '../model/platforms';
import { parseRequirement } from '../project/requirement';
import type { PythonProject, Requirement } from '../project/types';
import type { FreezeRequest } from './types';

export const requirement = (text: string) => parseRequirement(text) as Requirement;

export const project = (over: Partial<PythonProject> = {}): PythonProject => ({
  root: 'apps/py-app',
  file: 'apps/py-app/pyproject.toml',
  manifests: ['apps/py-app/pyproject.toml'],
  manager: 'uv',
  name: 'Py.App',
  normalizedName: 'py-app',
  version: '1.2.0',
  dynamic: [],
  requiresPython: '>=3.14',
  scripts: { 'py-app': 'py_app.cli:main' },
  guiScripts: {},
  entryPoints: {},
  dependencies: [requirement('click>=8'), requirement("tomli; python_version < '3.11'")],
  optionalDependencies: {},
  groups: {},
  sources: {},
  modules: [{ name: 'py_app', path: 'apps/py-app/src/py_app', kind: 'package', sourceRoot: 'apps/py-app/src' }],
  kiln: {},
  diagnostics: [],
  ...over,
});

const digest = (letter: string) => letter.repeat(64);

export const freezeRequest = (options: Partial<FreezeOptions> = {}, platform = 'linux-arm64'): FreezeRequest => ({
  options: {
    tool: 'bundle',
    outputPath: 'dist/apps/py-app',
    entryPoints: [],
    dependencyScripts: [],
    archive: 'none',
    onefile: false,
    sources: 'none',
    data: [],
    env: [],
    pythonFlags: [],
    warnings: [],

    stdlib: 'auto',
    stdlibKeep: [],
    pth: 'skip',
    certificates: 'auto',
    timezones: 'auto',
    maxGlibc: '2.28',
    maxMacos: '13.0',
    optimize: 0,
    ...options,
  },
  cell: cell('cp314', platformById(platform) as Platform),
  pythonVersion: '3.14.6',
  application: { project: project(), trees: [digest('a')], paths: ['py_app/__init__.py', 'py_app/cli.py'] },
  libraries: [],
  lock: { kind: 'uv', tree: digest('b'), package: 'py-app' },
  packages: ['click'],
  data: [],
  assets: { scripts: digest('c'), launcher: digest('d') },
});
