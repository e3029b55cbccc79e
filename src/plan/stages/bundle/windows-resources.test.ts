import { fileVersion } from './windows-resources';

it.each([
  ['1.2.3', [1, 2, 3, 0]],
  ['1!2.0rc1', [2, 0, 0, 0]],
  ['2026.11.21.4.5', [2026, 11, 21, 4]],
  ['20261121', [65535, 0, 0, 0]],
  ['1.0+local', [1, 0, 0, 0]],
  ['nonsense', [0, 0, 0, 0]],
])('of %s is %j', (version, expected) => {
  expect(fileVersion(version)).toEqual(expected);
});
