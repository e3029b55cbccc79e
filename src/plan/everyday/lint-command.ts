/** Command lines of linters. Pure. */
import { KilnError } from '../../model/errors';
import type { LintOptions } from '../../model/options';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';

/** What writes sources. */
const WRITES = /^(--fix|--fix-only|--unsafe-fixes|--add-noqa|--add-ignore)(=|$)/;

/**
 * @param target for the hint
 * @throws KilnError OPTION_INVALID for arguments that write sources on a cached target: a hit would not write them
 */
export function lintCommand({ tool, args }: LintOptions, facts: ToolFacts): ToolCommand {
  const writing = args.filter((arg) => WRITES.test(arg));
  if (facts.cached && writing.length > 0) {
    throw new KilnError('OPTION_INVALID', `lint is cached, and ${writing.join(' ')} writes sources`, {
      lines: ['when nothing has changed, Nx would replay the output and write nothing'],
      hint: `run it where nothing is cached: \`uv run ${tool} check --fix\`, or the target format`,
    });
  }
  const targets = namesPaths(args, facts) ? [] : ['.'];
  return tool === 'ruff'
    ? {
        program: 'ruff',
        args: ['check', ...ruffWords(facts), ...(writing.length > 0 ? [] : ['--no-fix']), ...args, ...targets],
      }
    : { program: 'python', args: ['-m', 'flake8', ...flake8Words(facts), ...args, ...targets] };
}

/** Shared with the formatter. */
export function ruffWords({ excluded, settings, strangers }: ToolFacts): string[] {
  return [
    '--no-cache',
    ...(settings === undefined && strangers ? ['--isolated'] : []),
    // As a setting, because `--exclude` on the command line would replace the user's own.
    ...(excluded.length > 0 ? ['--config', `extend-exclude = ${JSON.stringify(excluded)}`] : []),
  ];
}

function flake8Words({ excluded, settings, strangers, colour }: ToolFacts): string[] {
  return [
    ...(settings ? ['--config', settings.path] : strangers ? ['--isolated'] : []),
    ...(excluded.length > 0 ? [`--extend-exclude=${excluded.join(',')}`] : []),
    ...(colour ? ['--color=always'] : []),
  ];
}
