import { PLATFORM_IDS, type PlatformId } from '../model/platforms';
import { PLATFORM_CONFIGURATION_NAMES, platformConfigurations } from './configurations';

it.each([
  ['arm64', [], 'linux-arm64'],
  ['x64', [], 'linux-x64'],
  ['windows', [], 'windows-x64'],
  ['macos', [], 'macos-arm64'],
  ['linux', [], 'linux-x64'],
  ['arm64', ['linux-x64', 'macos-arm64', 'linux-arm64'], 'macos-arm64'],
  ['x64', ['linux-x64-musl', 'linux-x64'], 'linux-x64-musl'],
  ['windows', ['windows-arm64'], 'windows-arm64'],
  ['macos', ['macos-x64'], 'macos-x64'],
  ['linux', ['windows-x64', 'linux-s390x'], 'linux-s390x'],
  ['riscv64', ['linux-x64'], 'linux-riscv64'],
] as [string, PlatformId[], PlatformId][])('%s with %j declared is %s', (alias, declared, platform) => {
  expect(platformConfigurations(declared)[alias]).toEqual({ platform });
});

it('has every platform under its own id, and no alias hides one', () => {
  const all = platformConfigurations(['windows-arm64']);
  expect(PLATFORM_IDS.map((id) => all[id])).toEqual(PLATFORM_IDS.map((platform) => ({ platform })));
  expect(new Set(PLATFORM_CONFIGURATION_NAMES).size).toBe(PLATFORM_CONFIGURATION_NAMES.length);
});
