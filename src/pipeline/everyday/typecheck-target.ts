/** `nx typecheck`: a type checker over the project's folder. */
import { KilnError } from '../../model/errors';
import { TypecheckOptions } from '../../model/options';
import { typecheckCommand } from '../../plan/everyday/typecheck-command';
import type { Session } from '../session';
import { runEveryday } from './everyday';
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
      failure: (code) =>
        new KilnError('CHECK_FAILED', `${options.tool} ended with ${code}`, {
          hint: code === 1 ? 'what it found stands above' : 'the tool could not do its work; its words stand above',
        }),
    },
    session,
  );
}
