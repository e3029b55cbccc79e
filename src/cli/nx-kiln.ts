#!/usr/bin/env node
/** The command line: `npx nx-kiln …`. Exit code 0: fine; 1: something is wrong; 2: the command line is. */
import { formatError, KilnError } from '../model/errors';
import { affected } from './affected/affected';
import { readCommandLine } from './command-line';
import { doctor } from './doctor/doctor';
import { projects } from './projects';
import { slice } from './slice';

const COMMANDS = { affected, doctor, projects, slice };

async function main(args: readonly string[]): Promise<number> {
  let understood = false;
  try {
    const parsed = readCommandLine(args, COMMANDS);
    understood = true;
    if ('help' in parsed) {
      print(parsed.help);
      return 0;
    }
    const { command, flags, words, rest } = parsed;
    return await command.run({ flags, words, rest, cwd: process.cwd(), env: process.env, print, note });
  } catch (error) {
    note(formatError(error));
    return !understood || (error instanceof KilnError && error.code === 'OPTION_INVALID') ? 2 : 1;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

void main(process.argv.slice(2)).then((code) => {
  // Nx's daemon and plugin workers keep the process alive; what was printed into a pipe has to get out first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
});
