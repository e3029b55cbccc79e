import { KilnError } from '../../../model/errors';

/** What pyc_worker.py answers for a file that does not compile. */
export interface WorkerFailure {
  readonly type: string;
  readonly message: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly text: string | null;
}

/**
 * Turns the worker's answers into one error with `file:line:col`, as editors and CI annotations read it.
 * @param items failing files by path in the tree, with the worker's JSON
 * @param locate gives the file as the user knows it (workspace-relative)
 */
export function syntaxError(
  items: readonly { path: string; text: string }[],
  locate: (path: string) => string,
): KilnError {
  const lines = items.flatMap(({ path, text }) => {
    const failure = parse(text);
    const at = [locate(path), failure.line, failure.column].filter((part) => part !== null).join(':');
    return [`${at}: ${failure.type}: ${failure.message}`, ...source(failure)];
  });
  const [first] = items;
  const count = items.length === 1 ? locate(first?.path ?? '') : `${items.length} files`;
  return new KilnError('SYNTAX_ERROR', `${count} cannot be compiled`, {
    lines,
    hint: 'correct the source, or move files that are not Python out of the package',
  });
}

function source({ text, column }: WorkerFailure): string[] {
  if (text === null) {
    return [];
  }
  const indent = text.length - text.trimStart().length;
  const caret = column === null ? [] : [`    ${' '.repeat(Math.max(0, column - 1 - indent))}^`];
  return [`    ${text.trim()}`, ...caret];
}

function parse(text: string): WorkerFailure {
  try {
    return JSON.parse(text) as WorkerFailure;
  } catch {
    // A worker that died says something else than JSON; show it as it is.
    return { type: 'error', message: text, line: null, column: null, text: null };
  }
}
