/** Builders for tests of plans: complete, small, overridable. */
import type { PythonProject } from '../project/types';

export const requirement = (text: string) => ({ name: text.split(/[^\w-]/)[0] ?? '', extras: [], specifier: '', text });

export const project = (over: Partial<PythonProject> = {}): PythonProject => ({
  root: 'apps/py-app',
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
