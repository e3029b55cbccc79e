import { project } from '../../plan.testing';
import { checkEntryFunction, chooseEntryPoint, entryModule } from './entry-point';

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
    expect(entryModule(entry, sources(['py_app/cli.py'])).path).toBe('py_app/cli.py');
    expect(entryModule(entry, sources(['py_app/cli/__init__.py'])).path).toBe('py_app/cli/__init__.py');
    expect(() => entryModule(entry, sources(['py_app/main.py']))).toThrow(
      /names the module 'py_app.cli', which does not exist/,
    );
  });
});

describe('entry function', () => {
  const check = (text: string, path = 'main') =>
    checkEntryFunction({ name: 'x', module: 'py_app.cli', function: path }, text, 'src/py_app/cli.py');

  it.each([
    ['def main():\n    pass\n'],
    ['if True:\n    def main(): pass\nelse:\n    main = None\n'],
    ['from .other import main\n'],
    ['from .other import (\n    a,\n    main,\n)\n'],
    ['main = click.Group()\n'],
    ['main = None\n\ndef make():\n    global main\n    main = 1\n'],
    ['from .other import *\n'],
    ['def __getattr__(name):\n    return print\n'],
    ['async def main(): pass\nmain = run(main)\n'],
    ['async def main(): pass\ndef main(): pass\n'],
    ['class main:\n    pass\n'],
    ['main = None\nmain, other = make()\n'],
    ['main = None\nfor main in [print]: pass\n'],
    ['main = None\nif (main := make()): pass\n'],
    ['from .other import (\n    a,\n    main)\n'],
    ['import main\n'],
    ['@decorate\ndef main():\n    pass\n'],
  ])('may be called: %j', (text) => {
    expect(() => check(text)).not.toThrow();
  });

  it.each([
    ['def other(): pass\n', "there is no 'main' in src/py_app/cli.py"],
    ['# main\n', "there is no 'main'"],
    ['remain = 1\nthe.main()\n', "there is no 'main'"],
    ['async def main():\n    pass\n', "'main' is a coroutine function"],
    ['main = 3\n', "'main' is a value and no function"],
    ['main: str = "text"\n', "'main' is a value and no function"],
    ['main = {}\n', "'main' is a value and no function"],
    ['def f():\n    raise SystemExit(main)\n\n\nmain = 3\n', "'main' is a value and no function"],
    ['async def main():\n    await main()\n', "'main' is a coroutine function"],
  ])('cannot be called: %j', (text, message) => {
    expect(() => check(text)).toThrow(message);
  });

  it('looks for the first part of a dotted one only', () => {
    expect(() => check('class App:\n    run = None\n', 'App.run')).not.toThrow();
    expect(() => check('class Other: pass\n', 'App.run')).toThrow("there is no 'App'");
  });
});
