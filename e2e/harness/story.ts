/** Reads stories: text scripts of commands, what they must print, and what they leave behind. docs in e2e/README.md. */

/** What a command must have said: `>` stdout, `!` stdout or stderr, `not` neither. `{name}`s are not replaced yet. */
export interface Expectation {
  readonly line: number;
  readonly kind: 'stdout' | 'any' | 'not';
  readonly text: string;
}

/** `exit` is the wanted code; 'fails' is any but 0. */
export interface Outcome {
  readonly expect: readonly Expectation[];
  readonly exit: number | 'fails';
}

export type Step =
  /** `$ command` runs without a shell, `$ sh: text` with one. With `name` it stays in the background. */
  | ({ readonly kind: 'run'; readonly line: number; readonly command: string; readonly name?: string } & Outcome)
  | ({ readonly kind: 'join'; readonly line: number; readonly name: string } & Outcome)
  | {
      readonly kind: 'verb';
      readonly line: number;
      readonly verb: string;
      readonly args: readonly string[];
      readonly body?: string;
    };

export interface Story {
  readonly description: string;
  /** `needs`, `workspace`, `nx`, `cache`, `timeout`, `each`: one line each before the first step. */
  readonly settings: Readonly<Record<string, readonly string[]>>;
  readonly steps: readonly Step[];
}

const SETTINGS = ['needs', 'workspace', 'nx', 'cache', 'timeout', 'each'];

export class StoryError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'StoryError';
  }
}

interface Draft {
  description: string[];
  settings: Record<string, string[]>;
  steps: Step[];
}

/**
 * @param verbs allowed verbs with the number of their arguments
 * @throws StoryError naming file and line
 */
export function readStory(file: string, text: string, verbs: Readonly<Record<string, number>>): Story {
  const lines = text.split('\n');
  const draft: Draft = { description: [], settings: {}, steps: [] };
  for (let at = 0; at < lines.length; at++) {
    const source = (lines[at] as string).trimEnd();
    if (source === '') {
      continue;
    }
    const fail = (message: string): never => {
      throw new StoryError(file, at + 1, message);
    };
    const body = heredoc(lines, at, fail);
    readLine(draft, body ? body.head : source, at + 1, body?.text, verbs, fail);
    at = body ? body.end : at;
  }
  return { ...draft, description: draft.description.join(' ') };
}

function readLine(
  draft: Draft,
  source: string,
  line: number,
  body: string | undefined,
  verbs: Readonly<Record<string, number>>,
  fail: (message: string) => never,
): void {
  const [word, rest] = split(source);
  if (word === '#') {
    if (draft.steps.length === 0) {
      draft.description.push(rest);
    }
  } else if (word === '$') {
    draft.steps.push({ kind: 'run', line, command: rest, expect: [], exit: 0 });
  } else if (word === '&') {
    const [name, command] = split(rest);
    draft.steps.push({ kind: 'run', line, name, command: command.replace(/^\$\s*/, ''), expect: [], exit: 0 });
  } else if (word === 'join') {
    draft.steps.push({ kind: 'join', line, name: rest, expect: [], exit: 0 });
  } else if (['>', '!', 'not', 'exit'].includes(word)) {
    amend(draft, word, rest, line, fail);
  } else if (SETTINGS.includes(word)) {
    if (draft.steps.length > 0) {
      fail(`'${word}' stands before the first step`);
    }
    draft.settings[word] = [...(draft.settings[word] ?? []), ...words(rest)];
  } else {
    const args = words(rest);
    const wanted = verbs[word] ?? fail(`unknown verb '${word}'; known: ${Object.keys(verbs).join(', ')}`);
    if (args.length !== wanted) {
      fail(`'${word}' takes ${wanted} arguments, not ${args.length}`);
    }
    draft.steps.push({ kind: 'verb', line, verb: word, args, ...(body === undefined ? {} : { body }) });
  }
}

/** `>`, `!`, `not` and `exit` belong to the command above them. */
function amend(draft: Draft, word: string, rest: string, line: number, fail: (message: string) => never): void {
  const step = draft.steps.at(-1);
  if (step?.kind !== 'run' && step?.kind !== 'join') {
    return fail(`'${word}' has no command above it`);
  }
  if (word === 'exit') {
    if (!/^(\d+|fails)$/.test(rest)) {
      fail("exit takes a number or 'fails'");
    }
    draft.steps.splice(-1, 1, { ...step, exit: rest === 'fails' ? 'fails' : Number(rest) });
    return;
  }
  const kind = word === '>' ? 'stdout' : word === '!' ? 'any' : 'not';
  draft.steps.splice(-1, 1, { ...step, expect: [...step.expect, { line, kind, text: rest }] });
}

/** `verb args <<END` … `END`. */
function heredoc(
  lines: readonly string[],
  at: number,
  fail: (message: string) => never,
): { head: string; text: string; end: number } | undefined {
  const match = /^([^$&>!#].*?)\s*<<([A-Z]+)$/.exec((lines[at] as string).trimEnd());
  if (!match) {
    return undefined;
  }
  const end = lines.indexOf(match[2] as string, at + 1);
  if (end < 0) {
    return fail(`no line '${match[2]}' ends the text`);
  }
  const text = lines.slice(at + 1, end).join('\n');
  return { head: match[1] as string, text: text === '' ? '' : `${text}\n`, end };
}

function split(text: string): [string, string] {
  const match = /^(\S+)\s*(.*)$/s.exec(text) as RegExpExecArray;
  return [match[1] as string, match[2] as string];
}

/** Splits like a shell does, with '…' and "…" only: nothing is expanded. */
export function words(text: string): string[] {
  return [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"]+)+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double),
  );
}
