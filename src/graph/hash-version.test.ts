import { hashVersion, type VersionQuestion } from './hash-version';

const TAGS = ['v1.0 aaa bbb', 'one-v2 ccc ', 'pkg/v3 ddd '];

function hash(
  question: VersionQuestion,
  { tags = TAGS, head = 'f00', status = '', untracked = '', branch = 'main' } = {},
) {
  return hashVersion(question, (command, ...args) => {
    switch (command) {
      case 'for-each-ref':
        return tags.join('\n');
      case 'status':
        return args.includes('--untracked-files=no') ? status : `${status}${untracked}`;
      default:
        return args.includes('--abbrev-ref') ? branch : head;
    }
  });
}

it('moves with the commit, the tags, and changed files', () => {
  const all = [
    {},
    { head: 'f01' },
    { tags: [...TAGS, 'v1.1 f00 '] },
    { tags: TAGS.map((tag) => tag.replace('aaa', 'eee')) },
    { status: ' M x.py' },
    { untracked: '?? y.py' },
  ].map((state) => hash({}, state));
  expect(new Set(all).size).toBe(all.length);
  expect(hash({}, { tags: [...TAGS].reverse() })).toBe(hash({}));
});

it.each<[VersionQuestion, string[]]>([
  [{ match: 'v*' }, ['v1.0 aaa bbb']],
  [{ match: '*v3' }, ['pkg/v3 ddd ']],
  [{ match: '[!v]*-v?' }, ['one-v2 ccc ']],
  [{ pattern: '^one-v(?P<version>.*)$' }, ['one-v2 ccc ']],
  // What JavaScript cannot say lets every tag count.
  [{ pattern: '(?x) v 1' }, TAGS],
  [{ pattern: '(?P<a>' }, TAGS],
])('%j counts the tags that the backend looks at', (question, counted) => {
  expect(hash(question)).toBe(hash(question, { tags: counted }));
  expect(hash(question, { tags: [] })).not.toBe(hash(question));
});

it('knows of the branch where a format may name it', () => {
  expect(hash({}, { branch: 'x' })).toBe(hash({}));
  expect(hash({ branch: true }, { branch: 'x' })).not.toBe(hash({ branch: true }));
});
