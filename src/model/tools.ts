/** Tools of everyday work. */

export type ToolName = 'pytest' | 'unittest' | 'ruff' | 'flake8' | 'black' | 'mypy' | 'pyright' | 'basedpyright' | 'ty';

/** Tools of everyday work by the target that runs them; the first that a project declares is the one. */
export const TOOLS = {
  test: ['pytest', 'unittest'],
  lint: ['ruff', 'flake8'],
  typecheck: ['mypy', 'basedpyright', 'pyright', 'ty'],
  format: ['ruff', 'black'],
} as const satisfies Record<string, readonly ToolName[]>;
