import { packerVersion } from './packer';

const only = (version: string) =>
  ({
    pythons: {},
    runtimes: { provider: 'go-module', modules: { [version]: { module: 'm', version: 'v', sum: 's' } } },
  }) as Parameters<typeof packerVersion>[0];

it('is the one whose library has zstd, whatever the application runs on', () => {
  expect(packerVersion(only('3.14.6'))).toBe('3.14.6');
});

it('says that packing needs it, not an option that nobody set', () => {
  expect(() => packerVersion(only('3.11.11'))).toThrow(
    expect.objectContaining({
      code: 'PYTHON_UNAVAILABLE',
      message: 'onefile packs with Python 3.14, which is not available',
      lines: [expect.stringContaining('3.11.11'), 'the application itself may run on another one'],
    }),
  );
});
