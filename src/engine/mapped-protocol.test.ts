import { readAnswers, requestHeader } from './mapped-protocol';

const stream = Buffer.from('ready\nok 0 5\nhe\nlo' + 'err 1 2\n{}' + 'ok 2 0\n' + 'ok 3 3\nabc', 'latin1');
const expected = ['ready', 'ok 0 he\nlo', 'err 1 {}', 'ok 2 ', 'ok 3 abc'];

const read = (chunks: readonly Buffer[]): string[] => {
  const reader = readAnswers();
  return chunks
    .flatMap((chunk) => reader.push(chunk))
    .map((m) => (m === 'ready' ? m : `${m.ok ? 'ok' : 'err'} ${m.id} ${m.body.toString()}`));
};

it.each([1, 2, 3, 7, 1000])('reads answers from chunks of %d bytes', (size) => {
  const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
    stream.subarray(i * size, (i + 1) * size),
  );
  expect(read(chunks)).toEqual(expected);
});

it.each([
  ['an answer before ready', 'ok 0 1\nx'],
  ['another first line', 'Traceback (most recent call last):\n'],
  ['words after ready', 'ready\nhello\n'],
  ['a negative size', 'ready\nok 0 -1\n'],
  ['a size that no file has', 'ready\nok 0 9999999999\n'],
  ['a line without end', `ready\n${'x'.repeat(300)}`],
])('refuses %s', (_, text) => {
  expect(() => read([Buffer.from(text)])).toThrow('it answered "');
});

it('quotes display paths, so that one line stays one line', () => {
  expect(requestHeader(7, 12, 'a b\n"ü".py')).toBe('7 12 "a b\\n\\"ü\\".py"\n');
});
