import { KilnError } from '../model/errors';
import { healing } from './heal';

const lost = new KilnError('CONTENT_LOST', 'the cache lost a file');

it('tries again, believing nothing, when content was lost', async () => {
  const tries: boolean[] = [];
  const result = healing(async (checked) => {
    tries.push(checked);
    if (!checked) {
      throw lost;
    }
    return 'made anew';
  });
  await expect(result).resolves.toBe('made anew');
  expect(tries).toEqual([false, true]);
});

it('gives up after that, and at once on anything else', async () => {
  await expect(healing(() => Promise.reject(lost))).rejects.toBe(lost);
  let tries = 0;
  await expect(healing(() => Promise.reject(new Error(`try ${++tries}`)))).rejects.toThrow('try 1');
});
