/** What a command of `nx-kiln` is. */

export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** Shown behind the name: `<ref>`. */
  readonly value?: string;
  readonly description: string;
}

export interface Call {
  /** Values by flag, as node:util gives them. */
  readonly flags: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly words: readonly string[];
  /** What stands behind `--`. */
  readonly rest: readonly string[];
  /** Folder that the command was started in, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints a line to stdout. */
  readonly print: (line: string) => void;
  /** Prints a line to stderr: what is not the answer. */
  readonly note: (line: string) => void;
}

export interface Command {
  readonly summary: string;
  /** Behind the command's name: `<project> [purpose]`. */
  readonly words: string;
  /** How many words it takes at least and at most. */
  readonly arity: readonly [number, number];
  readonly flags: Readonly<Record<string, Flag>>;
  /** @returns exit code: 0 fine, 1 something is wrong. 2 is for a command line that was not understood */
  run(call: Call): Promise<number>;
}
