/** The whole table. */
import type { Row } from './row';
import { DEPENDENCIES } from './rows/dependencies';
import { MACHINE } from './rows/machine';
import { ODD_FILES } from './rows/odd-files';
import { OWN_FILES } from './rows/own-files';
import { SETTINGS } from './rows/settings';

/** By heading. */
export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'Files of the project': OWN_FILES,
  'Modes, links, leftovers': ODD_FILES,
  Dependencies: DEPENDENCIES,
  Settings: SETTINGS,
  'Interpreters, shell, folders': MACHINE,
};
