import { matcher } from '../../../engine/patterns';
import { RUNTIME_EXCLUDE, RUNTIME_INCLUDE } from './runtime-parts';

const excluded = matcher(RUNTIME_EXCLUDE.linux);

test.each([
  'bin/python3.14',
  'include/python3.14/Python.h',
  'lib/libpython3.14.so',
  'lib/libpython3.so',
  'lib/libtcl9.0.so',
  'lib/libtcl9tk9.0.so',
  'lib/libtk8.6.so',
  'lib/itcl4.3.5/pkgIndex.tcl',
  'lib/tk9.0/button.tcl',
  'lib/thread3.0.4/pkgIndex.tcl',
  'lib/python3.14/tkinter/__init__.py',
  'lib/python3.14/test/support/__init__.py',
  'lib/python3.14/lib-dynload/_testcapi.cpython-314-x86_64-linux-gnu.so',
  'lib/python3.14/config-3.14-x86_64-linux-gnu/Makefile',
  'lib/python3.14/site-packages/pip/__init__.py',
  'lib/python3.14/ensurepip/_bundled/pip.whl',
  'lib/python3.11/unittest/test/test_case.py',
  'lib/python3.14/__pycache__/os.cpython-314.pyc',
  'lib/python3.14/json/__pycache__/decoder.cpython-314.pyc',
])('leaves out %s', (path) => {
  expect(excluded(path)).toBe(true);
});

test.each([
  'lib/libpython3.14.so.1.0',
  'lib/python3.14/os.py',
  'lib/python3.14/_sysconfigdata__linux_x86_64-linux-gnu.py',
  'lib/python3.14/_sysconfig_vars__linux_x86_64-linux-gnu.json',
  'lib/python3.14/build-details.json',
  'lib/python3.14/LICENSE.txt',
  'lib/python3.14/unittest/mock.py',
  'lib/python3.14/lib-dynload/_dbm.cpython-314-x86_64-linux-gnu.so',
  'lib/python3.14/multiprocessing/resource_tracker.py',
  'lib/python3.14/encodings/idna.py',
  'lib/python3.14/configparser.py',
  'lib/python3.14/threading.py',
])('keeps %s', (path) => {
  expect(excluded(path)).toBe(false);
});

const onWindows = (path: string): boolean =>
  matcher(RUNTIME_INCLUDE.windows)(path) && !matcher(RUNTIME_EXCLUDE.windows)(path);

test.each([
  'python314.dll',
  'python3.dll',
  'vcruntime140_1.dll',
  'DLLs/_ssl.pyd',
  'DLLs/libcrypto-3-x64.dll',
  'DLLs/unicodedata.pyd',
  'Lib/os.py',
  'Lib/unittest/mock.py',
])('keeps %s on Windows', (path) => {
  expect(onWindows(path)).toBe(true);
});

test.each([
  'python.exe',
  'pythonw.exe',
  'tcl/tcl8.6/init.tcl',
  'libs/python314.lib',
  'include/Python.h',
  'Scripts/pip.exe',
  'DLLs/tcl86t.dll',
  'DLLs/_tkinter.pyd',
  'DLLs/_testcapi.pyd',
  'Lib/test/support/__init__.py',
  'Lib/site-packages/pip/__init__.py',
  'Lib/ensurepip/__init__.py',
  'Lib/json/__pycache__/decoder.cpython-314.pyc',
])('leaves out %s on Windows', (path) => {
  expect(onWindows(path)).toBe(false);
});
