import { type PlatformId, platformById } from '../model/platforms';
import { type PythonVersion, parsePython } from '../model/pythons';
import { evaluateMarker, markerEnvironment } from './markers';

function environment(platform: PlatformId, python = '3.14.6') {
  return markerEnvironment(platformById(platform) as never, parsePython(python) as PythonVersion);
}
const arm64 = environment('linux-arm64');

it.each([
  [undefined, true],
  ['', true],
  ["sys_platform == 'linux'", true],
  ["sys_platform == 'win32'", false],
  ["'linux' == sys_platform", true],
  ["python_version < '3.9'", false],
  ["python_full_version >= '3.14.6' and python_version == '3.14'", true],
  ["'3.15' > python_version", true],
  ["python_version in '3.13, 3.14'", true],
  ["python_version not in '3.13, 3.14'", false],
  ["'linux' in sys_platform", true],
  ["sys_platform in 'linux darwin'", true],
  ["platform_machine not  in 'x86_64 amd64'", true],
  ["platform_machine == 'aarch64' or nonsense_variable == 'x'", true],
  ["nonsense_variable == 'x'", true],
  ["platform_release >= '20'", true],
  ["sys_platform == 'win32' and nonsense_variable == 'x'", false],
  ["sys_platform == 'win32' or os_name == 'posix' and implementation_name == 'cpython'", true],
  ["(sys_platform == 'win32' or os_name == 'posix') and implementation_name == 'pypy'", false],
  ["platform_python_implementation != 'PyPy'", true],
  ["os.name == 'nt'", false],
  ["extra == 'fast'", false],
  ['this is no marker', true],
  ["sys_platform == 'win32' and", true],
  ["sys_platform == 'win32')", true],
])('%p is %p on linux-arm64 with 3.14.6', (marker, expected) => {
  expect(evaluateMarker(marker, arm64)).toBe(expected);
});

it('switches extras on by normalised name', () => {
  expect(evaluateMarker("extra == 'Fast_IO'", arm64, new Set(['fast-io']))).toBe(true);
});

it.each([
  ['windows-x64', 'win32', 'AMD64', 'nt', 'Windows'],
  ['windows-arm64', 'win32', 'ARM64', 'nt', 'Windows'],
  ['macos-arm64', 'darwin', 'arm64', 'posix', 'Darwin'],
  ['linux-armv7', 'linux', 'armv7l', 'posix', 'Linux'],
] as const)('%s', (id, sys_platform, platform_machine, os_name, platform_system) => {
  expect(environment(id)).toMatchObject({ sys_platform, platform_machine, os_name, platform_system });
});

it.each([
  ["'dev' in dependency_groups", true],
  ["'de' in dependency_groups", false],
  ["'Dev' in dependency_groups and 'x' in extras", false],
  ["'x' not in extras", true],
])('%s tells groups of PEP 751', (marker, expected) => {
  expect(evaluateMarker(marker, { dependency_groups: 'main,dev', extras: '' })).toBe(expected);
});
