import { memoryDisk } from '../project/disk';
import { conftestsAbove } from './conftests';

const ROOTS = new Set(['apps/app', 'libs/core']);

function above(files: Readonly<Record<string, string>>, top = '.') {
  const { places, doubts } = conftestsAbove('apps/app', top, ROOTS, memoryDisk({ 'apps/app/x.py': '', ...files }));
  return [
    ...places.map(({ path, holds }) => `${path} ${holds}`),
    ...doubts.map(({ file, line }) => `?${file}:${line}`),
  ];
}

it('follows imports wherever they lead', () => {
  const files = {
    'conftest.py':
      'import pytest, common.words\nfrom tools.testing import fixtures, absent\npytest_plugins = ["plugs.one"]\n',
    'common/words.py': '',
    'tools/testing/__init__.py': 'from . import inner\nfrom .. import up\n',
    'tools/testing/fixtures.py': 'import third_party\n',
    'tools/testing/inner.py': 'import conftest\n',
    'tools/up.py': '',
    'tools/other.py': '',
    'plugs/one.py': '',
    'libs/core/src/core.py': '',
  };
  expect(above(files)).toEqual([
    'common/words.py file',
    'conftest.py file',
    'plugs/one.py file',
    'tools/testing/__init__.py file',
    'tools/testing/fixtures.py file',
    'tools/testing/inner.py file',
    'tools/up.py file',
  ]);
});

it('takes what tests can import from beside it, projects apart', () => {
  const files = {
    'apps/conftest.py': '',
    'apps/helper.py': '',
    'apps/kit/__init__.py': '',
    'apps/docs/x.py': '',
    'apps/app/__init__.py': '',
  };
  expect(above(files)).toEqual(['apps/conftest.py file', 'apps/helper.py file', 'apps/kit modules']);
  // In a package, the folder around it is on the path.
  expect(above({ ...files, 'apps/__init__.py': '' })).toEqual(['apps/conftest.py file']);
});

it('looks no further up than pytest', () => {
  const files = { 'conftest.py': 'import helper', 'helper.py': '', 'apps/conftest.py': '' };
  expect(above(files, 'apps')).toEqual(['apps/conftest.py file']);
});

it('knows that it cannot know', () => {
  expect(above({ 'conftest.py': 'import sys\nsys.path.insert(0, "x")\n' })).toContain('?conftest.py:2');
  expect(above({ 'conftest.py': 'import importlib\n\nimportlib.import_module(name)\n' })).toContain('?conftest.py:3');
});
