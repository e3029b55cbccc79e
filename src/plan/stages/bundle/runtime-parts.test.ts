import { matcher } from '../../../engine/patterns';
import { RUNTIME_EXCLUDE } from './runtime-parts';

const excluded = matcher(RUNTIME_EXCLUDE);

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
