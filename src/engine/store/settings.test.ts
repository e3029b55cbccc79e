import { cacheRoot, maxBytesOf } from './settings';

it.each([
  [{ KILN_CACHE_DIR: '/c é', XDG_CACHE_HOME: '/x' }, 'linux', '/c é'],
  [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, 'linux', '/x/nx-kiln'],
  [{ XDG_CACHE_HOME: 'x', HOME: '/h' }, 'linux', '/h/.cache/nx-kiln'],
  [{ HOME: '/h' }, 'linux', '/h/.cache/nx-kiln'],
  [{ HOME: '/h', XDG_CACHE_HOME: '/x' }, 'darwin', '/h/Library/Caches/nx-kiln'],
  [{ LOCALAPPDATA: '/l' }, 'win32', '/l/nx-kiln'],
] as const)('%p on %s is %s', (env, system, root) => {
  expect(cacheRoot(env, system)).toBe(root);
});

it('refuses a cache folder that depends on where the task runs', () => {
  expect(() => cacheRoot({ KILN_CACHE_DIR: '~/cache' })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
});

it.each([
  ['', 10e9],
  ['10GB', 10e9],
  ['1.5 gib', 1.5 * 2 ** 30],
  ['512MB', 512e6],
  ['1000', 1000],
])('%p is %d bytes', (size, bytes) => {
  expect(maxBytesOf({ KILN_CACHE_MAX_SIZE: size })).toBe(bytes);
});

it.each(['lots', '10XB', '-1GB', '1e9', 'GB'])('refuses the size %p', (size) => {
  expect(() => maxBytesOf({ KILN_CACHE_MAX_SIZE: size })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
});
