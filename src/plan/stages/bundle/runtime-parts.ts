/**
 * What of a runtime's folder a bundle takes and leaves out: `*` within a segment, `**` across.
 *
 * Left in on purpose: `_sysconfigdata_*`, `_sysconfig_vars_*` and `build-details.json` (sysconfig.get_config_vars() reads
 * them), `unittest`, `pydoc`, `doctest`, `venv`, `_pyrepl` (the interpreter's prompt; libraries import them),
 * LICENSE.txt.
 */
import type { Platform } from '../../../model/platforms';

type PerSystem = Readonly<Record<Platform['os'], readonly string[]>>;

/** Windows has its shared libraries beside python.exe, and those of extension modules in DLLs. */
export const RUNTIME_INCLUDE: PerSystem = {
  linux: ['lib/**'],
  macos: ['lib/**'],
  windows: ['*.dll', 'DLLs/**', 'Lib/**', 'LICENSE.txt'],
};

const POSIX: readonly string[] = [
  // The bundle's own launcher is its interpreter; the static python3 alone is 28 MB.
  'bin/**',
  // For building extensions, not for running them.
  'include/**',
  'lib/pkgconfig/**',
  'lib/python3.*/config-3.*/**',
  // Manual pages and terminfo; curses and readline look for terminfo in the system's folders.
  'share/**',
  // Links and stubs for linkers; extensions find their symbols in libpython3.x.so.1.0, which the launcher has loaded.
  'lib/libpython3.so',
  'lib/libpython3.*.so',
  // Tk needs an X server and Tcl's scripts; an application that imports tkinter is told so by its ImportError.
  'lib/*tcl*',
  'lib/*tcl*/**',
  'lib/tk*/**',
  'lib/libtk*',
  'lib/Tix*/**',
  'lib/thread*/**',
  'lib/python3.*/tkinter/**',
  'lib/python3.*/turtle.py',
  'lib/python3.*/turtledemo/**',
  'lib/python3.*/idlelib/**',
  'lib/python3.*/lib-dynload/_tkinter.*',
  // CPython's tests of itself.
  'lib/python3.*/test/**',
  'lib/python3.*/lib-dynload/_test*',
  'lib/python3.*/lib-dynload/_ctypes_test.*',
  'lib/python3.*/lib-dynload/_xxtestfuzz.*',
  'lib/python3.*/lib-dynload/xxlimited*',
  'lib/python3.*/lib-dynload/xxsubtype.*',
  'lib/python3.*/{ctypes,distutils,lib2to3,sqlite3,unittest}/{test,tests}/**',
  // A bundle's packages are decided when it is built: no pip, nothing that the runtime's own installer left.
  'lib/python3.*/ensurepip/**',
  'lib/python3.*/site-packages/**',
  'lib/python3.*/EXTERNALLY-MANAGED',
  // Another interpreter's or another optimisation's bytecode; the bundle compiles its own.
  'lib/**/__pycache__/**',
];

const WINDOWS: readonly string[] = [
  // Tk and what only it needs.
  'DLLs/tcl*.dll',
  'DLLs/tk*.dll',
  'DLLs/zlib1.dll',
  'DLLs/_tkinter.pyd',
  'Lib/tkinter/**',
  'Lib/turtle.py',
  'Lib/turtledemo/**',
  'Lib/idlelib/**',
  // CPython's tests of itself.
  'Lib/test/**',
  'DLLs/_test*.pyd',
  'DLLs/_ctypes_test.pyd',
  'DLLs/_xxtestfuzz.pyd',
  'DLLs/xxlimited*.pyd',
  'Lib/{ctypes,distutils,lib2to3,sqlite3,unittest}/{test,tests}/**',
  // A bundle's packages are decided when it is built.
  'Lib/ensurepip/**',
  'Lib/site-packages/**',
  'Lib/EXTERNALLY-MANAGED',
  '**/__pycache__/**',
];

export const RUNTIME_EXCLUDE: PerSystem = { linux: POSIX, macos: POSIX, windows: WINDOWS };
