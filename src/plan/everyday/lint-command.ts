/** Command lines of linters. Pure. */
import type { LintOptions } from '../../model/options/everyday';
import { flake8Patterns, ruffPatterns } from './excluded';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';
import { refuseWriting, writingWords } from './writes';

/** @throws KilnError OPTION_INVALID for arguments that write sources on a cached target: a hit would not write them */
export function lintCommand({ tool, args }: LintOptions, facts: ToolFacts): ToolCommand {
  refuseWriting('lint', tool, args, facts.cached);
  const targets = namesPaths(args, facts) ? [] : ['.'];
  if (tool === 'flake8') {
    return { program: 'python', args: ['-m', 'flake8', ...flake8Words(facts), ...args, ...targets] };
  }
  const fixes = writingWords(tool, args).length > 0;
  return {
    program: 'ruff',
    args: ['check', ...ruffWords(facts), ...(fixes ? [] : ['--no-fix']), ...args, ...targets],
  };
}

/** Shared with the formatter. */
export function ruffWords({ excluded, settings, strangers }: ToolFacts): string[] {
  return [
    '--no-cache',
    ...(settings === undefined && strangers ? ['--isolated'] : []),
    // As a setting, because `--exclude` on the command line would replace the user's own.
    ...(excluded.length > 0 ? ['--config', `extend-exclude = ${JSON.stringify(ruffPatterns(excluded))}`] : []),
  ];
}

/** Without colours: flake8 before 5 does not know the option. */
function flake8Words({ excluded, settings, strangers }: ToolFacts): string[] {
  return [
    ...(settings ? ['--config', settings.path] : strangers ? ['--isolated'] : []),
    ...(excluded.length > 0 ? [`--extend-exclude=${flake8Patterns(excluded)}`] : []),
  ];
}
