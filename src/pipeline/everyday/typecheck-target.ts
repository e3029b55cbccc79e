/** `nx typecheck`: a type checker over the project's folder. */
import { TypecheckOptions } from '../../model/options/everyday';
import { typecheckCommand } from '../../plan/everyday/typecheck-command';
import type { Session } from '../session';
import { checkFailed, runEveryday } from './everyday';
import { parseWords } from './parse-words';

/** @throws KilnError CHECK_FAILED when the checker finds something */
export async function typecheck(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(TypecheckOptions, raw, 'nx-kiln:typecheck');
  await runEveryday(
    {
      tool: options.tool,
      options,
      purpose: 'typecheck',
      imports: true,
      runsProject: false,
      commands: (facts) => [typecheckCommand(options, facts)],
      failure: (code) => checkFailed(options.tool, code),
    },
    session,
  );
}
