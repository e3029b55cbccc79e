/** `nx run <project>:format` and `format-check`: a formatter over the project's folder. */
import { KilnError } from '../../model/errors';
import { FormatOptions } from '../../model/options/everyday';
import { formatCommand } from '../../plan/everyday/format-command';
import type { Session } from '../session';
import { checkFailed, runEveryday } from './everyday';
import { parseWords } from './parse-words';

/** @throws KilnError CHECK_FAILED when something would change, or the formatter fails */
export async function format(raw: unknown, session: Session): Promise<void> {
  const options = parseWords(FormatOptions, raw, 'nx-kiln:format');
  await runEveryday(
    {
      tool: options.tool,
      options,
      purpose: 'lint',
      imports: false,
      runsProject: false,
      commands: (facts) => [formatCommand(options, facts)],
      failure: (code) =>
        code === 1 && options.check
          ? new KilnError('CHECK_FAILED', `${options.tool} would format what stands above`, {
              hint: `run the target format of the project: nx run <project>:format`,
            })
          : checkFailed(options.tool, code),
    },
    session,
  );
}
