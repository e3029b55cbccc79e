import type { Action } from '../types';
import { commandOf, copyableCommand, quoteWord } from './command';

const action = (over: Partial<Action> = {}): Action => ({
  kind: 'action',
  label: 'compile',
  argv: ['{toolchain:cc}/cc', '-o', 'out/a b', "it's", '$(x)'],
  env: { LANG: 'C', SYSROOT: '{toolchain:cc}/root' },
  mounts: [],
  outputs: [],
  needs: { network: 'none' },
  ...over,
});
const folders = { work: '/w', home: '/h', temporary: '/t' };

it('gives the whole environment: four fixed variables and the action’s own', () => {
  expect(commandOf(action(), (name) => `/tools/${name}`, folders, { TOKEN: 'x' })).toEqual({
    argv: ['/tools/cc/cc', '-o', 'out/a b', "it's", '$(x)'],
    env: {
      PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
      HOME: '/h',
      TMPDIR: '/t',
      PWD: '/w',
      LANG: 'C',
      SYSROOT: '/tools/cc/root',
    },
  });
});

it('gives the fetch environment to fetch actions only, below the action’s own values', () => {
  const fetch = action({ needs: { network: 'fetch' } });
  const { env } = commandOf(fetch, () => '/t', folders, { TOKEN: 'x', LANG: 'de' });
  expect(env).toMatchObject({ TOKEN: 'x', LANG: 'C' });
});

it('prints a line that a shell reads back', () => {
  const line = copyableCommand(action(), (name) => `/my tools/${name}`);
  expect(line).toMatchInlineSnapshot(
    `"env LANG=C SYSROOT='/my tools/cc/root' '/my tools/cc/cc' -o 'out/a b' 'it'\\''s' '$(x)'"`,
  );
});

it.each([
  ['plain/path-1.0+x@y,z:%', 'plain/path-1.0+x@y,z:%'],
  ['a=b', 'a=b'],
  ['=b', "'=b'"],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ['$(x) `y` "z"', '\'$(x) `y` "z"\''],
  ['a\nb', "'a\nb'"],
  ['ünï *', "'ünï *'"],
  ['~', "'~'"],
  ['#', "'#'"],
])('quotes %j', (word, quoted) => {
  expect(quoteWord(word)).toBe(quoted);
});
