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

/** Rows that are tried again with the daemon, and with the oldest line of Nx: what differs there is how files are hashed. */
export const CORE: readonly Row[] = Object.values(ROWS)
  .flat()
  .filter(({ core }) => core);
