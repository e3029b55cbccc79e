/** `nx lint`: a linter over the project's folder. */
import { KilnError } from '../../model/errors';
import { LintOptions } from '../../model/options';
import { lintCommand } from '../../plan/everyday/lint-command';
import type { Session } from '../session';
import { runEveryday } from './everyday';
import { parseWords } from './parse-words';

/** @throws KilnError CHECK_FAILED when the linter finds something */
export async function lint(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(LintOptions, raw, 'nx-kiln:lint');
  await runEveryday(
    {
      tool: options.tool,
      options,
      purpose: 'lint',
      imports: false,
      runsProject: false,
      commands: (facts) => [lintCommand(options, facts)],
      failure: (code) =>
        new KilnError('CHECK_FAILED', `${options.tool} ended with ${code}`, {
          hint: code === 1 ? 'what it found stands above' : 'the tool could not do its work; its words stand above',
        }),
    },
    session,
  );
}
