import { storyEnvironment } from './environment';

const settings = { npmUserConfig: '/u/.npmrc', npmCache: '/u/.npm', goModCache: '/u/mod' };
const folders = { home: '/t/home', nx: '/t/nx', kilnCache: '/t/kiln' };

it('keeps the settings of package clients and nothing that describes the test run', () => {
  const env = storyEnvironment(
    { UV_DEFAULT_INDEX: 'x', CI: '1', NX_DAEMON: 'true', KILN_OFFLINE: '1', JEST_WORKER_ID: '1', NODE_ENV: 'test' },
    settings,
    folders,
  );
  expect(env).toMatchObject({ UV_DEFAULT_INDEX: 'x', NX_DAEMON: 'false', HOME: '/t/home', GOMODCACHE: '/u/mod' });
  expect(Object.keys(env).filter((name) => /^(CI|KILN_OFFLINE|JEST_.*|NODE_ENV)$/.test(name))).toEqual([]);
});

it('gives every story its own caches', () => {
  const env = storyEnvironment({}, settings, folders);
  expect([env.NX_CACHE_DIRECTORY, env.NX_WORKSPACE_DATA_DIRECTORY, env.KILN_CACHE_DIR]).toEqual([
    '/t/nx/cache',
    '/t/nx/data',
    '/t/kiln',
  ]);
});
