import { memoryDisk } from '../disk';
import { readManifest } from '../manifests/pyproject';

function modules(files: readonly string[], toml = '', root = 'p') {
  const file = `${root}/pyproject.toml`;
  const text = `[project]\nname = "My.App"\n${toml}`;
  const disk = memoryDisk(Object.fromEntries([file, ...files].map((path) => [path, ''])));
  const { project } = readManifest(root === '.' ? 'pyproject.toml' : file, text, disk);
  return project?.modules.map(({ name, kind, path, sourceRoot }) => `${name} ${kind} ${path} ${sourceRoot}`);
}

const UV = '[tool.uv.build-backend]\n';
it.each([
  ['src', ['p/src/my_app/__init__.py', 'p/tests/test_a.py'], '', ['my_app package p/src/my_app p/src']],
  ['flat', ['p/my_app/__init__.py', 'p/tests/__init__.py', 'p/setup.py'], '', ['my_app package p/my_app p']],
  ['flat, other name', ['p/core/__init__.py', 'p/docs/conf.py'], '', ['core package p/core p']],
  ['single module', ['p/main.py', 'p/conftest.py'], '', ['main module p/main.py p']],
  ['single module in src', ['p/src/one.py'], '', ['one module p/src/one.py p/src']],
  ['namespace', ['p/src/acme/text/__init__.py'], '', ['acme.text package p/src/acme/text p/src']],
  ['portion without init', ['p/src/acme/text/a.py'], '', ['acme.text namespace p/src/acme/text p/src']],
  [
    'two portions',
    ['p/src/acme/a/__init__.py', 'p/src/acme/b/__init__.py'],
    '',
    ['acme.a package p/src/acme/a p/src', 'acme.b package p/src/acme/b p/src'],
  ],
  [
    'module-name',
    ['p/src/a/b/__init__.py', 'p/src/c/__init__.py'],
    `${UV}module-name = "a.b"`,
    ['a.b package p/src/a/b p/src'],
  ],
  [
    'module-name list',
    ['p/src/a/__init__.py', 'p/src/c/__init__.py'],
    `${UV}module-name = ["c", "a"]`,
    ['a package p/src/a p/src', 'c package p/src/c p/src'],
  ],
  ['module-root', ['p/my_app/__init__.py', 'p/x.py'], `${UV}module-root = ""`, ['my_app package p/my_app p']],
  ['stubs', ['p/src/my_app/__init__.pyi'], '', ['my_app package p/src/my_app p/src']],
  ['not importable', ['p/src/my-app/__init__.py', 'p/src/__pycache__/a.py'], '', []],
  ['a project below is not ours', ['p/src/acme/sub/pyproject.toml', 'p/src/acme/sub/x/__init__.py'], '', []],
])('%s', (_, files, toml, expected) => {
  expect(modules(files, toml)).toEqual(expected);
});

it('does not swallow the folders below a workspace root that is no package', () => {
  expect(modules(['apps/a/app.py', 'tool.py'], '', '.')).toEqual([]);
  expect(modules(['my_app/__init__.py', 'apps/a/app.py'], '', '.')).toEqual(['my_app package my_app .']);
});
