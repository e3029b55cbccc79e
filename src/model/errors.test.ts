import { formatError, KilnError } from './errors';

it('says what happened, the lines, and what to do next', () => {
  const error = new KilnError('CONFIGURATION_UNKNOWN', "py-app:build has no configuration 'arm65'", {
    lines: ['it has: arm64, x64'],
    hint: "did you mean 'arm64'?",
  });
  expect(formatError(error)).toMatchInlineSnapshot(`
"error[CONFIGURATION_UNKNOWN] py-app:build has no configuration 'arm65'
  it has: arm64, x64
  hint: did you mean 'arm64'?"
`);
});

it('keeps the stack of a bug', () => {
  expect(formatError(new TypeError('x is not a function'))).toMatch(
    /this is a bug in nx-kiln[\s\S]*TypeError: x is not a function\n\s+at /,
  );
});
