/** Options that decide what a key holds: the graph knows only those that the project's manifest declares. */
import { posix } from 'node:path';
import { KilnError } from '../model/errors';
import { readKilnTable } from '../project/kiln-table';
import type { PythonProject } from '../project/types';
import type { Session } from './session';

/**
 * @param table of `[tool.kiln]`
 * @throws KilnError OPTION_INVALID where a cached target has the value from elsewhere: its key lacks what the value reads
 */
export function assertDeclared(
  table: 'package' | 'bytecode',
  option: string,
  value: string,
  project: Pick<PythonProject, 'kiln' | 'root'>,
  { cached, targetName }: Pick<Session, 'cached' | 'targetName'>,
): void {
  if (!cached || readKilnTable(project)[table]?.[option] === value) {
    return;
  }
  throw new KilnError(
    'OPTION_INVALID',
    `${targetName} is cached, and its key does not hold what ${option}=${value} reads`,
    {
      lines: ['inputs are made from pyproject.toml: an option of the command line or of project.json adds none'],
      hint: `write ${option} = "${value}" below [tool.kiln.${table}] in ${posix.join(project.root, 'pyproject.toml')}`,
    },
  );
}
