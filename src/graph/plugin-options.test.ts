import { readPluginOptions, targetNames } from './plugin-options';

it('takes none, and what it knows', () => {
  expect(readPluginOptions(undefined)).toEqual({});
  expect(
    targetNames(readPluginOptions({ buildTargetName: 'b', platforms: ['x64'], inferDependencies: false })).build,
  ).toBe('b');
});

it.each([
  [{ buildTarget: 'x' }, /buildTarget = "x" is no option/],
  [{ platforms: 'x64' }, /has to be a list of texts/],
  [{ inferDependencies: 'no' }, /has to be a boolean/],
  [{ __proto__x: 1 }, /is no option/],
])('refuses %j', (options, message) => {
  expect(() => readPluginOptions(options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message) }),
  );
});
