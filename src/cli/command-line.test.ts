import type { KilnError } from '../model/errors';
import type { Command } from './command';
import { readCommandLine } from './command-line';

const list: Command = {
  summary: 'List things',
  words: '<thing>',
  arity: [1, 1],
  flags: {
    target: { type: 'string', short: 't', multiple: true, value: '<name>', description: 'only these' },
    json: { type: 'boolean', description: 'print JSON' },
  },
  run: async () => 0,
};
const read = (...args: string[]) =>
  readCommandLine(args, { list, doctor: { ...list, words: '', arity: [0, 0], flags: {} } });

function refusal(...args: string[]): Partial<KilnError> {
  try {
    read(...args);
  } catch (error) {
    const { code, message, hint } = error as KilnError;
    return { code, message, hint };
  }
  return {};
}

it('reads flags, words and what stands behind --', () => {
  expect(read('list', 'x', '-t', 'a', '--target=b', '--json', '--', '--parallel=3')).toMatchObject({
    command: list,
    flags: { target: ['a', 'b'], json: true },
    words: ['x'],
    rest: ['--parallel=3'],
  });
});

it.each([
  [['lst'], "nx-kiln has no command 'lst'", 'did you mean list?'],
  [['list', 'x', '--jsn'], 'nx-kiln list has no option --jsn', 'did you mean --json?'],
  [['list', 'x', '--what'], 'nx-kiln list has no option --what', '`nx-kiln list --help` lists what there is'],
  [['list'], 'nx-kiln list takes <thing>; nothing was given', '`nx-kiln list --help` says more'],
  [['doctor', 'x', 'y'], 'nx-kiln doctor takes no words; given: x y', '`nx-kiln doctor --help` says more'],
])('refuses %j', (args, message, hint) => {
  expect(refusal(...args)).toEqual({ code: 'OPTION_INVALID', message, hint });
});

it('says which option lacks its value', () => {
  expect(refusal('list', 'x', '--target').message).toMatch(/'-t, --target <value>' argument missing/);
});

it('writes help for all commands and for one', () => {
  expect(read()).toEqual(read('--help'));
  expect(read('--help')).toEqual({ help: expect.stringMatching(/ {2}doctor {2}List things/) });
  expect(read('list', '--help')).toEqual(read('help', 'list'));
  expect(read('list', '-h')).toEqual({
    help: `Usage: nx-kiln list <thing> [options]

List things.

  -t, --target <name>  only these
  --json               print JSON`,
  });
});
