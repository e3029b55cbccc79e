import { KilnError } from '../../../model/errors';
import { packageFailure } from './package-failures';

const failed = (...lines: string[]) =>
  packageFailure(new KilnError('ACTION_FAILED', 'build the wheel of lib ended with exit code 2', { lines }));

it.each([
  [
    ["OSError: [Errno 30] Read-only file system: '/usr/share/lib.txt'"],
    'BACKEND_WRITES_OUTSIDE',
    'the build backend tried to write to /usr/share/lib.txt',
  ],
  [
    ["  packaging.version.InvalidVersion: Invalid version: '1.0-not-one'"],
    'PACKAGE_INVALID',
    "the version is none that PEP 440 knows: Invalid version: '1.0-not-one'",
  ],
  [
    ["  ModuleNotFoundError: No module named 'numpy'", 'error: Failed to build'],
    'BACKEND_FAILED',
    'the build needs the module numpy, which is not among its requirements',
  ],
  [
    ['  urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>'],
    'BACKEND_FAILED',
    'the build backend wanted the network, which no build has',
  ],
  [
    ['  RuntimeError: no luck today', 'error: x'],
    'BACKEND_FAILED',
    'the build backend failed: RuntimeError: no luck today',
  ],
  [
    [
      '    cause: TOML parse error at line 3, column 9',
      'after parsing `1.0`, found `-not-one`, which is not part of a valid version',
    ],
    'PACKAGE_INVALID',
    'the version is none that PEP 440 knows: after parsing `1.0`, found `-not-one`, which is not part of a valid version',
  ],
  [
    ['  Error: Expected a Python module at: src/lib/__init__.py', 'log: x'],
    'BACKEND_FAILED',
    'the build backend failed: Expected a Python module at: src/lib/__init__.py',
  ],
  [['    cause: it wrote no wheel'], 'BACKEND_FAILED', 'the build backend failed: it wrote no wheel'],
  [['nothing that is known'], 'BACKEND_FAILED', 'the build backend failed'],
  [
    ['kiln:PACKAGE_INVALID the first', 'kiln:PACKAGE_INVALID the second', 'log: x'],
    'PACKAGE_INVALID',
    'the first; the second',
  ],
])('%j is %s', (lines, code, message) => {
  const error = failed(...lines);
  expect([error?.code, error?.message]).toEqual([code, message]);
  expect(error?.lines).toEqual(lines);
});

it('leaves other failures alone', () => {
  expect(
    packageFailure(new KilnError('ACTION_FAILED', 'fetch what builds lib ended with exit code 2')),
  ).toBeUndefined();
  expect(packageFailure(new KilnError('DISK_FULL', 'build the wheel'))).toBeUndefined();
  expect(packageFailure(new Error('build x'))).toBeUndefined();
});
