/** Command lines of formatters. Pure. */
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import type { FormatOptions } from '../../model/options/everyday';
import { blackPattern } from './excluded';
import { ruffWords } from './lint-command';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';

/** @throws KilnError OPTION_INVALID where a cached target would write sources */
export function formatCommand({ tool, check, args }: FormatOptions, facts: ToolFacts): ToolCommand {
  if (facts.cached && !check) {
    throw new KilnError('OPTION_INVALID', 'formatting writes sources, and this target is cached', {
      hint: 'set "cache": false for it, or check: true',
    });
  }
  const targets = namesPaths(args, facts) ? [] : ['.'];
  return tool === 'ruff'
    ? { program: 'ruff', args: ['format', ...(check ? ['--check'] : []), ...ruffWords(facts), ...args, ...targets] }
    : {
        program: 'python',
        args: ['-m', 'black', ...(check ? ['--check'] : []), ...blackWords(facts), ...args, ...targets],
        env: { BLACK_CACHE_DIR: join(facts.scratch, 'black') },
      };
}

function blackWords({ excluded, settings, strangers, scratch, colour, placeInBlack }: ToolFacts): string[] {
  const file = settings?.path ?? (strangers ? join(scratch, 'empty.toml') : undefined);
  return [
    ...(file === undefined ? [] : [`--config=${file}`]),
    // There is no option that adds to a user's own `extend-exclude` but this one, which counts beside it.
    ...(excluded.length > 0 ? [`--force-exclude=${blackPattern(excluded, placeInBlack)}`] : []),
    ...(colour ? ['--color'] : []),
  ];
}
