import { readStory, words } from './story';

const VERBS = { write: 1, exists: 1, 'same-bytes': 2 };
const read = (text: string) => readStory('a.story', text, VERBS);

it('reads settings, commands, expectations and verbs', () => {
  const story = read(
    [
      '# First line.',
      '# Second line.',
      'needs qemu go',
      'timeout 90',
      '$ nx build py-app -c arm65',
      "! hint: did you mean 'arm64'?",
      'not Successfully',
      'exit 1',
      '# a remark in between',
      'exists dist',
    ].join('\n'),
  );
  expect(story.description).toBe('First line. Second line.');
  expect(story.settings).toEqual({ needs: ['qemu', 'go'], timeout: ['90'] });
  expect(story.steps).toEqual([
    {
      kind: 'run',
      line: 5,
      command: 'nx build py-app -c arm65',
      exit: 1,
      expect: [
        { line: 6, kind: 'any', text: "hint: did you mean 'arm64'?" },
        { line: 7, kind: 'not', text: 'Successfully' },
      ],
    },
    { kind: 'verb', line: 10, verb: 'exists', args: ['dist'] },
  ]);
});

it('wants exit 0 unless told otherwise', () => {
  expect(read('$ true').steps).toMatchObject([{ exit: 0 }]);
  expect(read('$ false\nexit fails').steps).toMatchObject([{ exit: 'fails' }]);
});

it('reads a text up to its end word, blank lines and leading spaces included', () => {
  expect(read('write "a b.py" <<EOF\ndef f():\n\n    return 1\nEOF\nexists x').steps).toEqual([
    { kind: 'verb', line: 1, verb: 'write', args: ['a b.py'], body: 'def f():\n\n    return 1\n' },
    { kind: 'verb', line: 6, verb: 'exists', args: ['x'] },
  ]);
});

it('reads background commands', () => {
  expect(read('& first $ nx build a\njoin first\nexit 130').steps).toMatchObject([
    { kind: 'run', name: 'first', command: 'nx build a' },
    { kind: 'join', name: 'first', exit: 130 },
  ]);
});

it.each([
  ['exits dist', "a.story:1: unknown verb 'exits'; known: write, exists, same-bytes"],
  ['same-bytes a', "a.story:1: 'same-bytes' takes 2 arguments, not 1"],
  ['> text', "a.story:1: '>' has no command above it"],
  ['$ true\nexit maybe', "a.story:2: exit takes a number or 'fails'"],
  ['$ true\nneeds qemu', "a.story:2: 'needs' stands before the first step"],
  ['write a <<EOF\ntext', "a.story:1: no line 'EOF' ends the text"],
])('refuses %j', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

it('splits words like a shell, without expanding anything', () => {
  expect(words(`a 'b c' "d 'e'" x="y z" $(f)`)).toEqual(['a', 'b c', "d 'e'", 'x=y z', '$(f)']);
});
