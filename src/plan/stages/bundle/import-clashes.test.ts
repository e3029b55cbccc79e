import { findClashes, refuseShared } from './import-clashes';

const places = { suffix: '' as const, stdlib: 'runtime/lib/python3.14', dynload: 'runtime/lib/python3.14/lib-dynload' };
const STDLIB = ['json/__init__.pyc', 'queue.pyc', 'lib-dynload/_dbm.cpython-314-x86_64-linux-gnu.so'].map(
  (path) => `runtime/lib/python3.14/${path}`,
);
const find = (...paths: string[]) => findClashes([...STDLIB, ...paths], places);

it.each([
  'app/queue.pyc',
  'app/math.pyc',
  'app/readline.pyc',
  'app/json/__init__.pyc',
  'app/json/more.pyc',
  'app/_dbm.cpython-314-x86_64-linux-gnu.so',
])('refuses %s, which nothing could import', (path) => {
  expect(() => find(path)).toThrow(expect.objectContaining({ code: 'NAME_CLASH' }));
});

it('knows which built-in modules each system has', () => {
  const windows = { suffix: '.exe', stdlib: 'runtime/Lib', dynload: 'runtime/DLLs' } as const;
  const ofWindows = (name: string) => () => findClashes([`app/${name}.pyc`], windows);
  expect(ofWindows('readline')).not.toThrow();
  expect(ofWindows('winreg')).toThrow("the application's module 'winreg'");
  expect(() => find('app/winreg.pyc')).not.toThrow();
});

it('reports packages that the standard library hides', () => {
  expect(find('site/queue.pyc', 'site/json/data.txt').hiddenByStdlib).toEqual(['queue']);
});

it.each([
  [['app/acme/__init__.pyc', 'site/acme/__init__.pyc'], [{ name: 'acme', init: 'app/acme/__init__.pyc' }]],
  [['app/acme/one.pyc', 'site/acme/__init__.pyc'], [{ name: 'acme' }]],
  [['app/six.pyc', 'site/six.pyc'], [{ name: 'six' }]],
  [['app/acme/one.pyc', 'site/acme/two.pyc'], []],
  [['app/acme/data.json', 'site/acme/__init__.pyc'], []],
  [['app/tests/__init__.pyc', 'site/tests/__init__.pyc'], []],
  [['app/acme-1.0.dist-info/METADATA', 'site/acme-1.0.dist-info/METADATA'], []],
  [['app/one/__init__.pyc', 'site/two/__init__.pyc'], []],
])('%j', (paths, shared) => {
  expect(find(...paths).shared).toEqual(shared);
});

it('refuses what is lost', () => {
  expect(() => refuseShared([])).not.toThrow();
  expect(() => refuseShared(['acme'])).toThrow("'acme' is a module of the application and of a package");
});
