import { project } from '../../plan.testing';
import { checkEntryModule, chooseEntryPoint } from './entry-point';

describe('entry point', () => {
  it.each([
    ['the only script', { scripts: { serve: 'py_app.web:run' } }, undefined, 'serve = py_app.web:run'],
    [
      'the one named like the project',
      { scripts: { 'py-app': 'py_app.cli:main', other: 'py_app.x:y' } },
      undefined,
      'py-app = py_app.cli:main',
    ],
    ['the option', { scripts: { 'py-app': 'py_app.cli:main', other: 'py_app.x:y' } }, 'other', 'other = py_app.x:y'],
    ['a reference', { scripts: {} }, 'py_app.tool:Tool.run', 'py-app = py_app.tool:Tool.run'],
    ['extras are dropped', { scripts: { serve: 'py_app.web : run [web]' } }, undefined, 'serve = py_app.web:run'],
  ])('is %s', (_, over, option, expected) => {
    const entry = chooseEntryPoint(project(over), option);
    expect(`${entry.name} = ${entry.module}:${entry.function}`).toBe(expected);
  });

  it.each([
    [
      'no scripts',
      { scripts: {} },
      undefined,
      /has no entry point: apps\/py-app\/pyproject.toml has no \[project.scripts\]/,
    ],
    [
      'several, none named like the project',
      { scripts: { a: 'm:f', b: 'm:g' } },
      undefined,
      /has 2 scripts and none is named/,
    ],
    ['an unknown one', { scripts: { a: 'm:f' } }, 'aa', /has no script 'aa'/],
    ['nonsense', { scripts: { a: 'm.f' } }, undefined, /'m.f' is not of the form/],
    ['code', { scripts: {} }, 'os:system("x")', /is not of the form/],
  ])('refuses %s', (_, over, option, message) => {
    expect(() => chooseEntryPoint(project(over), option)).toThrow(message);
  });

  it('finds the module in the application or a local project, as module or package', () => {
    const sources = (paths: string[]) => [{ project: project(), trees: [], paths }];
    const entry = { name: 'x', module: 'py_app.cli', function: 'main' };
    expect(() => checkEntryModule(entry, sources(['py_app/cli.py']))).not.toThrow();
    expect(() => checkEntryModule(entry, sources(['py_app/cli/__init__.py']))).not.toThrow();
    expect(() => checkEntryModule(entry, sources(['py_app/main.py']))).toThrow(
      /names the module 'py_app.cli', which does not exist/,
    );
  });
});
