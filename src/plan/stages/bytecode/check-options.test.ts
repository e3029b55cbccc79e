import { BytecodeOptions } from '../../../model/options/bytecode';
import { checkBytecodeOptions } from './check-options';

const check = (options: object) => () =>
  checkBytecodeOptions(BytecodeOptions.parse({ outputPath: 'dist/x', ...options }));

it.each<[object, RegExp]>([
  [{ invalidation: 'checked-hash' }, /layout=legacy ships no sources/],
  [{ layout: 'zip', invalidation: 'timestamp', sourceTime: 1 }, /layout=zip ships no sources/],
  [{ layout: 'pycache', invalidation: 'timestamp' }, /needs sourceTime/],
  [{ layout: 'pycache', sourceTime: 1 }, /sourceTime is for invalidation=timestamp, not unchecked-hash/],
  [{ layout: 'zip', scope: 'site' }, /no extension modules from a zip/],
  [{ python: '3.14', pythons: ['3.13', '3.14'] }, /python=3.14 is one version/],
])('refuses %j', (options, message) => {
  expect(check(options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
  );
});

it.each([
  {},
  { layout: 'zip', scope: 'dependencies' },
  { layout: 'pycache', invalidation: 'checked-hash' },
  { layout: 'pycache', invalidation: 'timestamp', sourceTime: 1 },
])('takes %j', (options) => {
  expect(check(options)).not.toThrow();
});

it.each([
  [{ pythons: ['3.14', 'cp314'] }, 'each version once'],
  [{ pythons: ['four'] }, 'a tag'],
  [{ pythons: ['system:3.13t'] }, 'a tag'],
  [{ optimize: [1, 1] }, 'each level once'],
  [{ optimize: [3] }, 'Too big'],
])('does not parse %j', (options, message) => {
  expect(JSON.stringify(BytecodeOptions.safeParse({ outputPath: 'x', ...options }).error?.issues)).toContain(message);
});
