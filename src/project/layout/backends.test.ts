import { memoryDisk } from '../disk';
import { readManifest } from '../manifests/pyproject';

function modules(toml: string, files: readonly string[]) {
  const disk = memoryDisk(Object.fromEntries(['p/pyproject.toml', ...files].map((path) => [path, ''])));
  const { project } = readManifest('p/pyproject.toml', `[project]\nname = "My.App"\n${toml}`, disk);
  return [...(project?.modules ?? []), ...(project?.diagnostics ?? [])].map((found) =>
    'name' in found ? `${found.name} ${found.kind} ${found.path} ${found.sourceRoot}` : `! ${found.message}`,
  );
}
const backend = (name: string) => `[build-system]\nrequires = []\nbuild-backend = "${name}"\n`;
const HATCH = `${backend('hatchling.build')}[tool.hatch.build.targets.wheel]\n`;
const SETUPTOOLS = `${backend('setuptools.build_meta')}[tool.setuptools]\n`;
const POETRY = '[tool.poetry]\npackages = ';

it.each([
  [
    'hatch packages',
    `${HATCH}packages = ["src/a", "lib/b/"]`,
    ['p/src/a/__init__.py', 'p/lib/b/__init__.py', 'p/c/__init__.py'],
    ['a package p/src/a p/src', 'b package p/lib/b p/lib'],
  ],
  ['hatch, a module', `${HATCH}packages = ["one.py"]`, ['p/one.py'], ['one module p/one.py p']],
  [
    'hatch only-include with sources',
    `${HATCH}only-include = ["src/acme/text"]\nsources = ["src"]`,
    ['p/src/acme/text/__init__.py'],
    ['acme.text package p/src/acme/text p/src'],
  ],
  [
    'hatch only-include of a source folder',
    `${HATCH}only-include = ["src"]\nsources = ["src"]`,
    ['p/src/a/__init__.py'],
    ['a package p/src/a p/src'],
  ],
  [
    'hatch renames',
    `${HATCH}only-include = ["code"]\nsources = { code = "my_app" }`,
    ['p/code/__init__.py'],
    ['my_app package p/code p'],
  ],
  [
    'hatch include',
    `${HATCH}include = ["/a/**/*.py", "*.md"]`,
    ['p/a/__init__.py', 'p/b/__init__.py'],
    ['a package p/a p'],
  ],
  [
    'hatch force-include',
    `${HATCH}packages = ["a"]\nforce-include = { "gen/x.py" = "a/x.py", "gen/y" = "y" }`,
    ['p/a/__init__.py', 'p/gen/y/__init__.py', 'p/gen/x.py'],
    ['a package p/a p', 'a.x module p/gen/x.py p/gen', 'y package p/gen/y p/gen'],
  ],
  [
    'hatch dev-mode-dirs',
    `${backend('hatchling.build')}[tool.hatch.build]\ndev-mode-dirs = ["lib", "."]`,
    ['p/lib/a/__init__.py', 'p/b/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  ['hatch, none', backend('hatchling.build'), ['p/src/my_app/__init__.py'], ['my_app package p/src/my_app p/src']],
  [
    'setuptools packages',
    `${SETUPTOOLS}packages = ["a", "a.b", "acme.text"]`,
    ['p/a/__init__.py', 'p/a/b/__init__.py', 'p/acme/text/__init__.py', 'p/c/__init__.py'],
    ['a package p/a p', 'acme.text package p/acme/text p'],
  ],
  [
    'setuptools package-dir',
    `${SETUPTOOLS}packages = ["a", "b"]\npackage-dir = { "" = "lib", b = "other/b" }`,
    ['p/lib/a/__init__.py', 'p/other/b/__init__.py'],
    ['a package p/lib/a p/lib', 'b package p/other/b p/other'],
  ],
  [
    'setuptools package-dir alone',
    `${SETUPTOOLS}package-dir = { "" = "lib" }`,
    ['p/lib/a/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  [
    'setuptools find',
    `${SETUPTOOLS}[tool.setuptools.packages.find]\nwhere = ["lib"]\ninclude = ["a*"]\nexclude = ["a_tests*"]`,
    ['p/lib/a/__init__.py', 'p/lib/a_tests/__init__.py', 'p/lib/b/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  [
    'setuptools find in a namespace',
    `${SETUPTOOLS}[tool.setuptools.packages.find]\ninclude = ["acme.*"]`,
    ['p/acme/text/__init__.py', 'p/other/__init__.py', 'p/acme/x/y/m.py'],
    ['acme.text package p/acme/text p', 'acme.x.y namespace p/acme/x/y p'],
  ],
  [
    'setuptools find without namespaces',
    `${SETUPTOOLS}[tool.setuptools.packages.find]\nnamespaces = false`,
    ['p/a/__init__.py', 'p/acme/text/__init__.py'],
    ['a package p/a p'],
  ],
  [
    'setuptools py-modules',
    `${SETUPTOOLS}py-modules = ["one", "gone"]`,
    ['p/one.py', 'p/a/__init__.py'],
    ['one module p/one.py p', "! [tool.setuptools]: the module 'gone' is not there, looked for p/gone"],
  ],
  [
    'characters of patterns mean themselves',
    `${SETUPTOOLS}packages = ["a*", "a[b]"]`,
    ['p/ab/__init__.py'],
    [
      "! [tool.setuptools]: 'a*' is no name that Python can import",
      "! [tool.setuptools]: 'a[b]' is no name that Python can import",
    ],
  ],
  [
    'outside',
    `${SETUPTOOLS}package-dir = { "" = "../other" }`,
    ['other/a/__init__.py'],
    ["! '../other' lies outside of the project's folder"],
  ],
  [
    'poetry packages',
    `${POETRY}[{ include = "a", from = "lib" }, { include = "b/**/*.py" }, { include = "t", format = "sdist" }, { include = "c.py" }, { include = "d", to = "acme" }]`,
    ['p/lib/a/__init__.py', 'p/b/__init__.py', 'p/t/__init__.py', 'p/c.py', 'p/d/__init__.py'],
    ['a package p/lib/a p/lib', 'acme.d package p/d p', 'b package p/b p', 'c module p/c.py p'],
  ],
  [
    'pdm',
    `${backend('pdm.backend')}[tool.pdm.build]\npackage-dir = "lib"`,
    ['p/lib/a/__init__.py', 'p/b/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  [
    'pdm includes',
    `${backend('pdm.backend')}[tool.pdm.build]\nincludes = ["lib/a", "gone/"]\npackage-dir = "lib"`,
    ['p/lib/a/__init__.py', 'p/lib/b/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  [
    'pdm includes its package-dir',
    `${backend('pdm.backend')}[tool.pdm.build]\nincludes = ["lib"]\npackage-dir = "lib"`,
    ['p/lib/a/__init__.py'],
    ['a package p/lib/a p/lib'],
  ],
  [
    'flit',
    backend('flit_core.buildapi'),
    ['p/src/my_app.py', 'p/other/__init__.py'],
    ['my_app module p/src/my_app.py p/src'],
  ],
  [
    'flit module',
    `${backend('flit_core.buildapi')}[tool.flit.module]\nname = "acme.x"`,
    ['p/acme/x/__init__.py'],
    ['acme.x package p/acme/x p'],
  ],
  [
    'maturin',
    `${backend('maturin')}[tool.maturin]\npython-source = "python"\nmodule-name = "acme._native"`,
    ['p/python/acme/__init__.py', 'p/src/lib.rs'],
    ['acme package p/python/acme p/python'],
  ],
  ['maturin, only Rust', backend('maturin'), ['p/src/lib.rs', 'p/tools/x.py'], []],
  [
    'scikit-build-core',
    `${backend('scikit_build_core.build')}[tool.scikit-build]\nwheel.packages = ["python/a"]`,
    ['p/python/a/__init__.py'],
    ['a package p/python/a p/python'],
  ],
  [
    'scikit-build-core, a table',
    `${backend('scikit_build_core.build')}[tool.scikit-build.wheel.packages]\n"a/b" = "code"`,
    ['p/code/x.py'],
    ['a.b namespace p/code p'],
  ],
  [
    'tables of another backend',
    `${backend('hatchling.build')}[tool.setuptools]\npackages = ["b"]`,
    ['p/a/__init__.py', 'p/b/__init__.py', 'p/my_app/__init__.py'],
    ['my_app package p/my_app p'],
  ],
  [
    'what nothing packs can all be run',
    '',
    ['p/my_app/__init__.py', 'p/models/__init__.py', 'p/main.py', 'p/test_main.py'],
    ['main module p/main.py p', 'models package p/models p', 'my_app package p/my_app p'],
  ],
])('%s', (_, toml, files, expected) => {
  expect(modules(toml, files)).toEqual(expected);
});

it('ends where links lead in circles', () => {
  let lists = 0;
  const loop = [
    { name: 'a', folder: true },
    { name: 'b', folder: true },
    { name: 'c', folder: true },
    { name: 'd', folder: true },
  ];
  const disk = { read: () => undefined, exists: (path: string) => path === 'p/src', list: () => (lists++, loop) };
  readManifest('p/pyproject.toml', '[project]\nname = "a"\n', disk);
  readManifest('p/pyproject.toml', `[project]\nname = "a"\n${SETUPTOOLS}[tool.setuptools.packages.find]\n`, disk);
  expect(lists).toBeLessThan(20_000);
});
