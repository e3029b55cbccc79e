import { setImmediate as tick } from 'node:timers/promises';
import { forEachLimited } from './parallel';

it('works on at most so many items at a time, and on all', async () => {
  const done: number[] = [];
  let now = 0;
  let most = 0;
  await forEachLimited([5, 3, 4, 1, 2], 2, async (item) => {
    most = Math.max(most, ++now);
    await tick();
    now--;
    done.push(item);
  });
  expect(most).toBe(2);
  expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
});

it('throws the first error after what had begun is over, and begins nothing more', async () => {
  const begun: number[] = [];
  let over = false;
  const work = forEachLimited([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) {
      throw new Error('first');
    }
    await tick();
    over = true;
  });
  await expect(work).rejects.toThrow('first');
  expect({ begun, over }).toEqual({ begun: [1, 2], over: true });
});
