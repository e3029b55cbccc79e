import { memoryDisk } from '../disk';
import { readWorkspace } from '../workspace';

function read(text: string, files: Readonly<Record<string, string>> = {}) {
  const all = { 'p/setup.py': text, ...files };
  return readWorkspace(Object.keys(all), memoryDisk(all)).projects[0];
}

it('reads literal arguments', () => {
  const project = read(
    `#!/usr/bin/env python
"""Docstring with setup(name='wrong')."""
import os
from setuptools import find_packages, setup

VERSION = "1." + "2"
requires = ["click>=8", 'idna ; python_version < "3.9"'  # why
]
requires2 = requires + ["six"]
with open("README.md") as f:
    readme = f.read()

setup(
    name="acme-" "tool",
    version=VERSION,
    description=u'A tool',
    long_description=readme,
    packages=find_packages('src', exclude=('tests', 'tests.*')),
    package_dir={'': 'src'},
    py_modules=["single"],
    install_requires=requires2,
    python_requires='>=3.8',
    extras_require={'Fast': ['orjson'], ':sys_platform == "win32"': ['colorama'], **{'docs': "sphinx\\nfuro"}},
    entry_points={'console_scripts': ['acme = acme.cli:main', 'acme-x=acme.x:main [fast]'], 'plug': "a = b"},
)
`,
    { 'p/src/acme/__init__.py': '', 'p/src/tests/__init__.py': '', 'p/src/single.py': '' },
  );
  expect(project).toMatchObject({
    name: 'acme-tool',
    version: '1.2',
    description: 'A tool',
    requiresPython: '>=3.8',
    dynamic: [],
    manager: 'pip',
    scripts: { acme: 'acme.cli:main', 'acme-x': 'acme.x:main' },
    entryPoints: { plug: { a: 'b' } },
    modules: [
      { name: 'acme', path: 'p/src/acme', sourceRoot: 'p/src' },
      { name: 'single', path: 'p/src/single.py', sourceRoot: 'p/src' },
    ],
    diagnostics: [],
  });
  expect(project?.dependencies.map(({ name }) => name)).toEqual(['click', 'idna', 'six', 'colorama']);
  expect(Object.entries(project?.optionalDependencies ?? {}).map(([k, v]) => [k, v.map((r) => r.name)])).toEqual([
    ['fast', ['orjson']],
    ['docs', ['sphinx', 'furo']],
  ]);
});

it.each([
  ['install_requires=read("x")', ['dependencies'], []],
  ['install_requires=["a"] + more', ['dependencies'], ['a']],
  ['install_requires=["a", f"b{x}"]', ['dependencies'], ['a']],
  ['install_requires=["a" if PY3 else "b", "c"]', ['dependencies'], ['c']],
  ['install_requires=[x for x in "ab"]', ['dependencies'], []],
  ['entry_points={"console_scripts": ["a = a:b", "a%d = a:b" % 3]}', ['entry-points'], []],
  ['extras_require={"x": needs}', ['optional-dependencies'], []],
  ['install_requires="a\\nb"', [], ['a', 'b']],
  ['install_requires=("a",)', [], ['a']],
  ['install_requires=("a")', [], ['a']],
  ['version="%s" % x', ['version'], []],
  ['version=get()["v"]', ['version'], []],
  ['**kw', ['dependencies', 'description', 'entry-points', 'optional-dependencies', 'requires-python', 'version'], []],
])('setup(%s) computes %j', (argument, dynamic, needs) => {
  const project = read(`import setuptools as st\nst.setup(name="p", ${argument})\n`);
  expect(project?.dynamic).toEqual(dynamic);
  expect(project?.dependencies.map(({ name }) => name)).toEqual(needs);
});

it.each([
  ['requires = ["a"]\nrequires.append("b")\n', ['dependencies'], ['a', 'b']],
  ['requires = ["a"]\nif x:\n    requires += ["b"]\n', ['dependencies'], ['a', 'b']],
  ['v = "2"\nrequires = ["a"]\nif x:\n    requires.extend([f"b>={v}", f"c>={w}"])\n', ['dependencies'], ['a', 'b']],
  ['requires = ["a"]\nrequires.extend(read("x"))\n', ['dependencies'], ['a']],
  ['requires = ["a"]\nrequires.remove("a")\n', ['dependencies'], ['a']],
  ['if x:\n    requires = ["a"]\nelse:\n    requires = ["b"]\n', ['dependencies'], ['b']],
  ['requires = []\n', [], []],
])('knows that a list is changed later: %j', (head, dynamic, needs) => {
  const project = read(`from setuptools import setup\n${head}setup(name="p", install_requires=requires)\n`);
  expect(project?.dynamic).toEqual(dynamic);
  expect(project?.dependencies.map(({ name }) => name)).toEqual(needs);
});

it('takes arguments from a dict of the module', () => {
  const project = read(
    'from distutils.core import setup\nconfig = dict(name="q", install_requires=["a"])\nif __name__ == "__main__":\n    setup(**config)\n',
  );
  expect(project).toMatchObject({ name: 'q', dependencies: [{ name: 'a' }] });
});

it('names a project whose name is computed after its folder, and says so', () => {
  const project = read('from setuptools import setup\nsetup(name=NAME)\n');
  expect(project).toMatchObject({ name: 'p', dynamic: ['name'], diagnostics: [{ file: 'p/setup.py', line: 2 }] });
});

it.each([
  ['a module that is called so', 'def setup(name):\n    pass\n\nsetup(name="x")\n'],
  ['no call', 'import setuptools\n'],
  ['a method', 'import setuptools\nself.setup(name="x")\n'],
  ['an open text', 'from setuptools import setup\nx = """\nsetup(name="x")\n'],
])('is no project: %s', (_, text) => {
  expect(read(text)).toBeUndefined();
});

it('is not led astray by open brackets', () => {
  expect(read('from setuptools import setup\nsetup(name="x", a=[[[{((\n')?.name).toBe('x');
});

it('sees a helper of the outer project’s build, not a project, without a name', () => {
  const text = 'from setuptools import setup\nsetup(name=x)\n';
  const files = { 'p/setup.py': 'from setuptools import setup\nsetup(name="p")\n', 'p/sub/setup.py': text };
  expect(readWorkspace(Object.keys(files), memoryDisk(files)).projects.map(({ root }) => root)).toEqual(['p']);
});
