/** Reads the command line of `nx-kiln`; writes its help. Pure. */
import { parseArgs } from 'node:util';
import { nearest } from '../graph/nearest';
import { KilnError } from '../model/errors';
import type { Call, Command } from './command';

export type Commands = Readonly<Record<string, Command>>;

export type Parsed =
  | { readonly help: string }
  | { readonly command: Command; readonly flags: Call['flags']; readonly words: string[]; readonly rest: string[] };

/**
 * @param args what stands behind `nx-kiln`
 * @throws KilnError OPTION_INVALID, with what was most likely meant
 */
export function readCommandLine(args: readonly string[], commands: Commands): Parsed {
  const [name, ...others] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const about = others[0] === undefined ? undefined : commands[others[0]];
    return { help: about ? commandHelp(others[0] as string, about) : generalHelp(commands) };
  }
  const command = Object.hasOwn(commands, name) ? (commands[name] as Command) : undefined;
  if (!command) {
    throw wrong(`nx-kiln has no command '${name}'`, name, Object.keys(commands), 'nx-kiln --help');
  }
  const end = others.indexOf('--');
  const [own, rest] = end < 0 ? [others, []] : [others.slice(0, end), others.slice(end + 1)];
  if (own.includes('--help') || own.includes('-h')) {
    return { help: commandHelp(name, command) };
  }
  return { ...readFlags(name, command, own), command, rest };
}

function readFlags(name: string, { flags, arity, words }: Command, args: readonly string[]) {
  const help = `nx-kiln ${name} --help`;
  const options = Object.fromEntries(
    Object.entries(flags).map(([flag, { type, short, multiple }]) => [
      flag,
      { type, ...(short ? { short } : {}), ...(multiple ? { multiple } : {}) },
    ]),
  );
  for (const arg of args) {
    const flag = /^--([^=]+)/.exec(arg)?.[1];
    if (flag !== undefined && !Object.hasOwn(flags, flag)) {
      throw wrong(`nx-kiln ${name} has no option --${flag}`, flag, Object.keys(flags), help, '--');
    }
  }
  const parsed = attempt(() => parseArgs({ args: [...args], options, allowPositionals: true, strict: true }), help);
  const { values, positionals } = parsed;
  const [least, most] = arity;
  if (positionals.length < least || positionals.length > most) {
    const given = positionals.length === 0 ? 'nothing was given' : `given: ${positionals.join(' ')}`;
    throw new KilnError('OPTION_INVALID', `nx-kiln ${name} takes ${words || 'no words'}; ${given}`, {
      hint: `\`${help}\` says more`,
    });
  }
  return { flags: values as Call['flags'], words: positionals };
}

/** node:util's own messages name the option and what it lacks. */
function attempt<T>(parse: () => T, help: string): T {
  try {
    return parse();
  } catch (cause) {
    throw new KilnError('OPTION_INVALID', (cause as Error).message, { hint: `\`${help}\` says more`, cause });
  }
}

function wrong(message: string, word: string, names: readonly string[], help: string, prefix = ''): KilnError {
  const meant = nearest(word, names).map((name) => `${prefix}${name}`);
  return new KilnError('OPTION_INVALID', message, {
    hint: meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `\`${help}\` lists what there is`,
  });
}

function generalHelp(commands: Commands): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    'Usage: nx-kiln <command> [options]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'nx-kiln <command> --help says what a command takes.',
  ].join('\n');
}

function commandHelp(name: string, { summary, words, flags }: Command): string {
  const spelled = Object.entries(flags).map(([flag, { short, value, description }]) => ({
    left: `${short ? `-${short}, ` : ''}--${flag}${value ? ` ${value}` : ''}`,
    description,
  }));
  const width = Math.max(...spelled.map(({ left }) => left.length));
  return [
    `Usage: nx-kiln ${[name, words, spelled.length > 0 ? '[options]' : ''].filter(Boolean).join(' ')}`,
    '',
    `${summary}.`,
    '',
    ...spelled.map(({ left, description }) => `  ${left.padEnd(width)}  ${description}`),
  ].join('\n');
}
