import { bootSource } from './boot';

test('imports the entry point under a name of its own and exits with its result', () => {
  expect(bootSource({ module: 'py_app.cli', function: 'main' })).toBe(`import builtins
import gc
import sys

builtins.exit = builtins.quit = sys.exit  # as site does, which is not loaded

if __name__ == '__main__':
    usual = gc.get_threshold()
    gc.set_threshold(100000, *usual[1:])
    from py_app.cli import main as entry

    if gc.get_threshold()[0] == 100000:
        gc.set_threshold(*usual)
    sys.exit(entry())
`);
});

test('reaches into a class or an object', () => {
  const source = bootSource({ module: 'app', function: 'App.create.run' });
  expect(source).toContain('from app import App as entry\n');
  expect(source).toContain('sys.exit(entry.create.run())');
});

test('a function called sys does not hide the module', () => {
  expect(bootSource({ module: 'app', function: 'sys' })).toContain('from app import sys as entry');
});

test.each([
  ['app; import os', 'main'],
  ['app', 'main()'],
  ['app\nimport os', 'main'],
  ['', 'main'],
  ['app.', 'main'],
  ['app', '1st'],
])('refuses what is no name: %j %j', (module, name) => {
  expect(() => bootSource({ module, function: name })).toThrow('not a dotted Python name');
});
