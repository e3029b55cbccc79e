/** How to spoil sound files. */

/** Numbers in [0, 1) that are the same in every run. */
export function randomOf(seed: string): () => number {
  let state = [...seed].reduce((hash, char) => Math.imul(hash, 31) + char.charCodeAt(0), 7) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = [
  ...['__proto__', 'constructor', 'toString', 'prototype', 'hasOwnProperty', '-', '..', '../..', '/', '~', '*', '**/*'],
  ...['\0', '\uFEFF', '\uFFFD', '\u2028', '\r', '\n', '\t', '"', "'", '"""', '\\', '#', ';', '@', '{{ x }}', '${HOME}'],
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '=',
    ',',
    ':',
    '[[',
    ']]',
    '{}',
    '[]',
    '$(id)',
    'file:',
    '-e .',
    '-r x.txt',
    '-c y',
  ],
  ...[
    '[project]\n',
    '[tool.uv.workspace]\nmembers=["*"]\n',
    '[tool.poetry]\n',
    'name = "b"\n',
    '>=1',
    '^1',
    '<',
    '==',
    '||',
  ],
  ...[
    'and',
    'or',
    'python_version',
    'extra == "x"',
    'true',
    '1979-05-27',
    '0x1F',
    '1e400',
    'inf',
    '\\\n',
    'é',
    '𝔘',
    'x'.repeat(300),
  ],
  ...[
    '['.repeat(200),
    '('.repeat(200),
    '{'.repeat(200),
    '((a) and '.repeat(60),
    'a.'.repeat(80),
    'a[a[',
    'a,'.repeat(99),
  ],
];
/** What may stand where a text stood, and TOML stays TOML. */
const VALUES = [
  '3',
  '-1.5',
  'true',
  '[]',
  '{}',
  '[[["a"]]]',
  '{ a = 1 }',
  '"__proto__"',
  '"constructor"',
  '""',
  '" "',
  '2020-01-01',
  '[1, "b", {c = 2}]',
  '"../.."',
  '"/"',
  '"a b"',
  '"{{ x }}"',
  '"*"',
  '["constructor"]',
  '{ include-group = "dev" }',
  '"./x"',
  '"^1 || ^2"',
];

/** One to four changes: a part goes, comes twice, moves, is replaced; a value becomes another type; odd words come in. */
export function mutate(seed: string, random: () => number): string {
  let text = seed;
  const below = (limit: number): number => Math.floor(random() * limit);
  const part = (): [number, number] => {
    const start = below(text.length + 1);
    return [start, Math.min(text.length, start + below(40))];
  };
  // Every other time the syntax stays sound, so that what is read from it is odd.
  const kinds = below(2) === 0 ? [5] : [0, 1, 2, 3, 4, 5, 6];
  for (let changes = 1 + below(4); changes > 0; changes -= 1) {
    const [start, end] = part();
    switch (kinds[below(kinds.length)]) {
      case 0:
        text = text.slice(0, start) + text.slice(end);
        break;
      case 1:
        text = text.slice(0, end) + text.slice(start);
        break;
      case 2:
        text = text.slice(0, start) + WORDS[below(WORDS.length)] + text.slice(start);
        break;
      case 3:
        text = text.slice(0, start) + WORDS[below(WORDS.length)] + text.slice(end);
        break;
      case 4:
        text = spoilName(text, below);
        break;
      default:
        text = spoilValue(text, below);
    }
  }
  return text;
}

function spoilValue(text: string, below: (limit: number) => number): string {
  const values = [...text.matchAll(/"[^"\n]*"/g)];
  const one = values[below(values.length)];
  return one ? text.slice(0, one.index) + VALUES[below(VALUES.length)] + text.slice(one.index + one[0].length) : text;
}

function spoilName(text: string, below: (limit: number) => number): string {
  const names = [...text.matchAll(/[A-Za-z_][\w-]*/g)];
  const [one, other] = [names[below(names.length)], names[below(names.length)]];
  const name = below(4) === 0 ? '__proto__' : below(3) === 0 ? 'constructor' : (other?.[0] ?? '');
  return one ? text.slice(0, one.index) + name + text.slice(one.index + one[0].length) : text;
}
