import { startSurroundings, surroundings, wantsColour } from './surroundings';

const user = {
  PATH: '/mine',
  HOME: '/home/me',
  PYTHONPATH: '/x',
  NX_TASK: '1',
  KILN_CACHE_DIR: '/c',
  TOKEN: 's',
  TZ: 'CET',
};
const see = (passEnv: string[], colour = false) =>
  surroundings({ environment: '/env', run: '/run', user, passEnv, colour });

it('tools see an allow-list, the same on every machine', () => {
  const env = see([]);
  expect(Object.keys(env).filter((name) => name in user)).toEqual(['PATH', 'HOME', 'TZ']);
  expect(env).toMatchObject({ HOME: '/run/home', TZ: 'UTC', LANG: 'C.UTF-8', VIRTUAL_ENV: '/env' });
  expect(env.PATH).toMatch(/^\/env\/bin:\/run\/bin:/);
  expect(env.PATH).not.toContain('/mine');
});

it('passEnv gives the user’s own, and only what is there', () => {
  expect(see(['TOKEN', 'TZ', 'NONE'])).toMatchObject({ TOKEN: 's', TZ: 'CET' });
  expect(see(['NONE'])).not.toHaveProperty('NONE');
  expect(see(['PATH']).PATH).toBe('/env/bin:/run/bin:/mine');
});

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ FORCE_COLOR: 'true' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
])('colour with %j on a terminal (%s): %s', (env, terminal, expected) => {
  expect(wantsColour(env, terminal)).toBe(expected);
});

it('an application that is started sees the shell, but for what leads to another Python', () => {
  const env = startSurroundings({ environment: '/env', run: '/run', user });
  expect(env).toMatchObject({ PATH: '/env/bin:/mine', HOME: '/home/me', TOKEN: 's', TZ: 'CET', VIRTUAL_ENV: '/env' });
  expect(env).not.toHaveProperty('PYTHONPATH');
});
