import { cell } from '../../../model/cells';
import { type Platform, platformById } from '../../../model/platforms';
import { uvPlatform } from './site';

it.each([
  ['linux-x64', '2.28', 'x86_64-manylinux_2_28'],
  ['linux-arm64', '2.17', 'aarch64-manylinux_2_17'],
  ['linux-x64-musl', '2.28', 'x86_64-unknown-linux-musl'],
  ['windows-x64', '2.28', 'x86_64-pc-windows-msvc'],
])('uv calls %s with glibc %s %s', (platform, glibc, name) => {
  expect(uvPlatform(cell('cp314', platformById(platform) as Platform), glibc)).toBe(name);
});
