/** What tools and builds leave behind. One list: keys, and whatever looks at disks, have to leave out the same. */

/** Folders that nobody reads on purpose, wherever they lie. */
export const LEFTOVER_FOLDERS: readonly string[] = [
  '__pycache__',
  '.venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.hypothesis',
  '.tox',
  '.nox',
  '.git',
  'node_modules',
  'htmlcov',
  '.ipynb_checkpoints',
];
/** Where builds put things, in a project's own folder. */
export const BUILD_FOLDERS: readonly string[] = [
  'build',
  'dist',
  'venv',
  'virtualenv',
  '.eggs',
  '.nx',
  '.kiln',
  '.idea',
  '.vscode',
];

/** Everything in such a folder, at any depth. */
export const LEFTOVERS_PATTERN = `**/{${LEFTOVER_FOLDERS.join(',')}}/**`;
