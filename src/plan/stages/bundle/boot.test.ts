import { bootSource, bootTemplate } from './boot';

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

test('looks for certificates where OpenSSL does not, at last in the bundle', () => {
  const source = bootSource({ module: 'app', function: 'main', certificates: { bundled: 'site/certifi/cacert.pem' } });
  expect(source).toContain("    if not ('SSL_CERT_FILE' in os.environ or 'SSL_CERT_DIR' in os.environ):\n");
  expect(source).toContain("sys.prefix + '/../site/certifi/cacert.pem'):\n");
  expect(source.indexOf('SSL_CERT_FILE')).toBeLessThan(source.indexOf('from app import'));
});

test('the template is a boot file with names to replace', () => {
  const made = bootTemplate(undefined)
    .replace('kiln_module', 'a.b')
    .replace('kiln_function', 'f')
    .replace('.kiln_rest', '');
  expect(made).toBe(bootSource({ module: 'a.b', function: 'f' }));
});
