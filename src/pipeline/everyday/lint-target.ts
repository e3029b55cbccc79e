/** `nx lint`: a linter over the project's folder. */
import { LintOptions } from '../../model/options/everyday';
import { lintCommand } from '../../plan/everyday/lint-command';
import type { Session } from '../session';
import { checkFailed, runEveryday } from './everyday';
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
      failure: (code) => checkFailed(options.tool, code),
    },
    session,
  );
}
