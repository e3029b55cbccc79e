import { holderTag, lifeOf, parseTag, SELF } from './holder';

it('is alive itself', () => {
  expect(lifeOf(SELF)).toBe(process.platform === 'linux' ? 'alive' : 'unknown');
});

it('is dead when the process is gone or its id belongs to another one', () => {
  expect(lifeOf({ ...SELF, pid: 2 ** 22 + 1 })).toBe('dead');
  expect(lifeOf({ ...SELF, start: `${SELF.start}0` })).toBe(SELF.start === '' ? 'unknown' : 'dead');
});

it.each([{ boot: 'other' }, { namespace: '1' }])('is unknown elsewhere: %p', (elsewhere) => {
  expect(lifeOf({ ...SELF, pid: 2 ** 22 + 1, ...elsewhere })).toBe('unknown');
});

it('goes through a file name and back', () => {
  expect(parseTag(holderTag(SELF))).toEqual(SELF);
  expect(holderTag(SELF)).toMatch(/^[\w-]+$/);
  expect(parseTag('something-else')).toBeUndefined();
});
