import { findPlatform, hostPlatform, PLATFORMS } from './platforms';

it('no alias means two platforms, none is an id', () => {
  const spellings = PLATFORMS.flatMap(({ id, aliases }) => [id, ...aliases]);
  expect(new Set(spellings).size).toBe(spellings.length);
});

it.each([
  ['arm64', 'linux-arm64'],
  ['AArch64', 'linux-arm64'],
  ['x86_64', 'linux-x64'],
  ['win_amd64', 'windows-x64'],
  ['macos', 'macos-arm64'],
  ['linux-ppc64le', 'linux-ppc64le'],
  ['arm65', undefined],
])('%s is %s', (spelling, id) => {
  expect(findPlatform(spelling)?.id).toBe(id);
});

it('knows the host by what Node says', () => {
  expect(hostPlatform('linux', 'x64')?.id).toBe('linux-x64');
  expect(hostPlatform('linux', 'arm64', true)?.id).toBe('linux-arm64-musl');
  expect(hostPlatform('darwin', 'arm64')?.id).toBe('macos-arm64');
  expect(hostPlatform('aix', 'ppc64')).toBeUndefined();
});
