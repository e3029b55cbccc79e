import { parseToml, type Table } from '../toml';
import { list, readFileEntry } from './fields';
import { FILES, type ListShape, parseLock, UV_WHEELS } from './file-lists';

/** What the parser of TOML alone says. */
function whole(text: string, key: string): unknown {
  const toml = parseToml('x.lock', text, 'LOCK_INVALID', 'make it again with `lock`');
  return packages(toml, key, (value) => list(value).flatMap((entry) => readFileEntry(entry) ?? []));
}
function fast(text: string, shape: ListShape): unknown {
  const { toml, filesOf } = parseLock('x.lock', text, 'lock', shape);
  return packages(toml, shape.key, filesOf);
}
const packages = (toml: Table, key: string, filesOf: (value: unknown) => unknown): unknown =>
  list(toml.package).map((entry) => ({ ...(entry as Table), [key]: filesOf((entry as Table)[key]) }));
/** A result, or the whole text of the error: its line, too. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    const { message, lines } = error as { message: string; lines: readonly string[] };
    return [message, lines];
  }
}

const WHEEL = '    { url = "https://a.example/b/numpy-1%2Blocal.whl", hash = "sha256:aa", size = 12 },\n';
const LOCK = `version = 1
[[package]]
name = "numpy"
wheels = [
${WHEEL}    { url = "https://a.example/c.whl?x#y", hash = "sha256:bb", upload-time = "2026-01-01T00:00:00Z" },
]
[[package]]
name = "six"
sdist = { url = "https://a.example/six.tar.gz", hash = "sha256:cc" }
[package.optional-dependencies]
wheels = [
    { name = "wheel" },
]
`;

it('reads lists line by line where their tool wrote them, and everything else as the parser does', () => {
  expect(fast(LOCK, UV_WHEELS)).toEqual(whole(LOCK, 'wheels'));
  const { toml, filesOf } = parseLock('x.lock', LOCK, 'lock', UV_WHEELS);
  const [numpy] = list(toml.package) as Table[];
  expect(numpy?.wheels).toBe(0);
  expect(filesOf(numpy?.wheels)).toEqual([
    { filename: 'numpy-1+local.whl', hash: 'sha256:aa', size: 12 },
    { filename: 'c.whl', hash: 'sha256:bb' },
  ]);
});

it.each([
  ['a list twice', LOCK.replace('sdist', `wheels = [\n${WHEEL}]\nwheels = [\n${WHEEL}]\nsdist`)],
  ['a list in a text', `${LOCK}note = """\nwheels = [\n${WHEEL}]\n"""\n`],
  ['a list in a list', `${LOCK}a = [\nwheels = [\n${WHEEL}]\n]\n`],
  ['a number in its place', LOCK.replace('sdist = {', 'wheels = 0\nsdist = {')],
  ['a signed number in its place', LOCK.replace('sdist = {', '"wheels" = +0\nsdist = {')],
  ['an escape', LOCK.replace('b/numpy', 'b\\u0041/numpy')],
  ['a comment', LOCK.replace(WHEEL, `${WHEEL}# why\n`)],
  ['an error after a list', `${LOCK}= 1\n`],
  ['an error in a list', LOCK.replace(WHEEL, `${WHEEL}    { url = "x" hash = "y" },\n`)],
  ['no end', LOCK.slice(0, LOCK.indexOf(']\n[[package]]\nname = "six"'))],
])('says of %s what the parser says', (_, text) => {
  expect(outcome(() => fast(text, UV_WHEELS))).toEqual(outcome(() => whole(text, 'wheels')));
});

/** Numbers that look random and are the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

it.each([
  ['uv', UV_WHEELS, LOCK],
  [
    'poetry',
    FILES,
    LOCK.replaceAll('wheels', 'files')
      .replaceAll('{ url = ', '{file = ')
      .replace(', size = 12 }', '}')
      .replace(/, upload.*? }/, '}'),
  ],
] as const)('agrees with the parser on %s locks whatever happens to them', (_, shape, lock) => {
  const next = randomNumbers(7);
  const pieces = [
    '\n',
    ' ',
    '"',
    "'",
    '\\',
    ',',
    '=',
    '[',
    ']',
    '{',
    '}',
    '#',
    '0',
    '1e3',
    'é',
    '\t',
    '\r',
    '"""',
    WHEEL,
    ...lock.split(/(?<=\n)/),
  ];
  let [valid, invalid] = [0, 0];
  for (let i = 0; i < 1500; i++) {
    let text: string = lock;
    for (let n = next(3); n >= 0; n--) {
      const [at, length] = [next(text.length), next(4) === 0 ? next(60) : next(3)];
      text = `${text.slice(0, at)}${next(2) ? pieces[next(pieces.length)] : ''}${text.slice(at + length)}`;
    }
    const [one, other] = [outcome(() => fast(text, shape)), outcome(() => whole(text, shape.key))];
    if (JSON.stringify(one) !== JSON.stringify(other)) {
      expect({ text, read: one }).toEqual({ text, read: other });
    }
    other instanceof Array && typeof other[0] === 'string' ? invalid++ : valid++;
  }
  expect(Math.min(valid, invalid)).toBeGreaterThan(150);
});
