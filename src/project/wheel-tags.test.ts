import { type PlatformId, platformById } from '../model/platforms';
import { parseWheelName, wheelsFor, wheelTags } from './wheel-tags';

/** Tags that fit, best first. */
function fitting(python: string, platform: PlatformId, tags: readonly string[], maxGlibc = '2.28'): string[] {
  const wheels = tags.map((tag) => ({ filename: `pkg-1.0-${tag}.whl` }));
  return wheelsFor({ python, platform: platformById(platform) as never }, wheels, { maxGlibc }).map(
    ({ filename }) => wheelTags(filename) as string,
  );
}

it.each([
  ['cp314', 'linux-arm64', 'cp314-cp314-manylinux_2_17_aarch64.manylinux2014_aarch64', true],
  ['cp314', 'linux-arm64', 'cp314-cp314-manylinux_2_17_x86_64', false],
  ['cp314', 'linux-arm64', 'cp314-cp314-manylinux_2_39_aarch64', false],
  ['cp314', 'linux-x64', 'cp314-cp314-manylinux1_x86_64', true],
  ['cp314', 'linux-x64', 'cp314-cp314-manylinux2010_x86_64', true],
  ['cp314', 'linux-x64', 'cp314-cp314-linux_x86_64', true],
  ['cp314', 'linux-x64', 'cp314-cp314-musllinux_1_2_x86_64', false],
  ['cp314', 'linux-x64-musl', 'cp314-cp314-musllinux_1_2_x86_64', true],
  ['cp314', 'linux-x64-musl', 'cp314-cp314-manylinux_2_17_x86_64', false],
  ['cp314', 'linux-x64', 'cp314-cp314-manylinux_2_17_i686', false],
  ['cp314', 'linux-x64', 'cp313-cp313-manylinux_2_17_x86_64', false],
  ['cp314', 'linux-x64', 'cp39-abi3-manylinux_2_17_x86_64', true],
  ['cp314', 'linux-x64', 'cp315-abi3-manylinux_2_17_x86_64', false],
  ['cp314t', 'linux-x64', 'cp39-abi3-manylinux_2_17_x86_64', false],
  ['cp314t', 'linux-x64', 'cp314-cp314t-manylinux_2_17_x86_64', true],
  ['cp314', 'linux-x64', 'cp314-cp314t-manylinux_2_17_x86_64', false],
  ['cp314', 'windows-arm64', 'py3-none-any', true],
  ['cp314', 'linux-x64', 'py2.py3-none-any', true],
  ['cp314', 'linux-x64', 'py2-none-any', false],
  ['cp314', 'linux-x64', 'py315-none-any', false],
  ['cp314', 'linux-x64', 'py3-none-manylinux_2_17_x86_64', true],
  ['cp314', 'linux-x64', 'cp313-none-any', false],
  ['cp314', 'windows-x64', 'cp314-cp314-win_amd64', true],
  ['cp314', 'windows-x64', 'cp314-cp314-win32', false],
  ['cp314', 'macos-arm64', 'cp314-cp314-macosx_11_0_universal2', true],
  ['cp314', 'macos-x64', 'cp314-cp314-macosx_10_15_x86_64', true],
  ['cp314', 'macos-arm64', 'cp314-cp314-macosx_11_0_x86_64', false],
  ['pp311', 'linux-x64', 'pp311-pypy311_pp73-manylinux_2_17_x86_64', true],
  ['cp314', 'linux-armv7', 'cp314-cp314-manylinux_2_17_armv7l', true],
] as const)('%s %s takes %s: %s', (python, platform, tag, fits) => {
  expect(fitting(python, platform, [tag])).toEqual(fits ? [tag] : []);
});

it.each([
  ['13.0', ['macosx_13_0', 'macosx_11_0']],
  ['14.2', ['macosx_14_2', 'macosx_13_0', 'macosx_11_0']],
  ['14', ['macosx_13_0', 'macosx_11_0']],
  ['12.0', ['macosx_11_0']],
])('takes wheels up to macOS %s', (maxMacos, expected) => {
  const systems = ['macosx_11_0', 'macosx_13_0', 'macosx_14_2'];
  const wheels = systems.map((system) => ({ filename: `pkg-1.0-cp314-cp314-${system}_arm64.whl` }));
  const cell = { python: 'cp314', platform: platformById('macos-arm64') as never };
  expect(wheelsFor(cell, wheels, { maxGlibc: '2.28', maxMacos }).map(({ filename }) => filename)).toEqual(
    expected.map((system) => `pkg-1.0-cp314-cp314-${system}_arm64.whl`),
  );
});

it('puts the best first', () => {
  const best = [
    'cp314-cp314-manylinux_2_28_x86_64',
    'cp314-cp314-manylinux_2_17_x86_64',
    'cp314-cp314-linux_x86_64',
    'cp312-abi3-manylinux_2_17_x86_64',
    'cp39-abi3-manylinux_2_28_x86_64',
    'cp314-none-any',
    'py314-none-any',
    'py3-none-manylinux_2_17_x86_64',
    'py3-none-any',
  ];
  expect(fitting('cp314', 'linux-x64', [...best].reverse())).toEqual(best);
});

it('honours the glibc floor', () => {
  const tags = ['cp314-cp314-manylinux_2_28_x86_64', 'cp314-cp314-manylinux2014_x86_64'];
  expect(fitting('cp314', 'linux-x64', tags, '2.17')).toEqual(['cp314-cp314-manylinux2014_x86_64']);
});

it('reads names with a build number and passes over others', () => {
  expect(parseWheelName('a_b-1.0-3-cp314-cp314-any.whl')).toMatchObject({
    name: 'a_b',
    version: '1.0',
    pythons: ['cp314'],
  });
  expect(parseWheelName('a-1.0.tar.gz')).toBeUndefined();
});
