import { formatError } from '../model/errors';
import { onStore, onStoreAsync, outputError, storeError } from './disk-errors';

const disk = (code: string): Error => Object.assign(new Error(code), { code });

it.each([
  ['EACCES', 'STORE_UNWRITABLE'],
  ['EROFS', 'STORE_UNWRITABLE'],
  ['EPERM', 'STORE_UNWRITABLE'],
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
])('%s of the cache is %s and names path and way out', (code, expected) => {
  const error = storeError(disk(code), '/cache/é $(x)');
  expect(error).toMatchObject({ code: expected, cause: { code } });
  expect(formatError(error)).toMatch(/\/cache\/é \$\(x\)[\s\S]*KILN_CACHE_DIR/);
});

it.each([
  ['EACCES', 'OUTPUT_PATH_INVALID'],
  ['EBUSY', 'OUTPUT_PATH_INVALID'],
  ['ENOSPC', 'DISK_FULL'],
])('%s of an output is %s', (code, expected) => {
  expect(outputError(disk(code), 'dist/app')).toMatchObject({ code: expected });
});

it('leaves alone what it does not know', async () => {
  const bug = new TypeError('x');
  expect(storeError(bug, 'p')).toBe(bug);
  expect(outputError(disk('EIO'), 'p')).toMatchObject({ code: 'EIO' });
  expect(() =>
    onStore('p', () => {
      throw bug;
    }),
  ).toThrow(bug);
  await expect(onStoreAsync('p', () => Promise.reject(disk('EROFS')))).rejects.toMatchObject({
    code: 'STORE_UNWRITABLE',
  });
});
