/** What backends and Kiln's own checks say when a wheel or an sdist cannot be made, in words that lead on. */
import { type ErrorCode, KilnError } from '../../../model/errors';

interface Known {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly message: (match: RegExpExecArray) => string;
  readonly hint: string;
}

/** Verdicts of the scripts: `kiln:CODE sentence`. */
const VERDICT = /^kiln:([A-Z_]+) (.*)$/;

const HINTS: Partial<Record<ErrorCode, string>> = {
  PACKAGE_INVALID: 'correct what the line names in pyproject.toml or in the settings of the backend',
  PACKAGE_NATIVE: 'pure wheels are what the target makes; wheels with extensions come with the stage compile',
  BACKEND_WRITES_OUTSIDE: 'a build may write below the project’s folder, in a private copy that is thrown away',
  GIT_UNKNOWN: 'ask for a version of the backend that Kiln pins, or remove these files',
  NAME_CLASH: 'rename one of them, or set localDependencies=ranges',
};

/** Python's own last line, else a program's: `cause: …` of uv, `Error: …` of uv_build. */
const SAID = /^((?:\w+\.)*\w+(?:Error|Exception)\b.*)|^(?:Error|cause): (?!The build backend returned|Call to )(.*)/;

/** First match wins. The tests hold real outputs. */
const KNOWN: readonly Known[] = [
  {
    pattern: /(?:Read-only file system|Permission denied): '([^']+)'/,
    code: 'BACKEND_WRITES_OUTSIDE',
    message: ([, path]) => `the build backend tried to write to ${path}`,
    hint: HINTS.BACKEND_WRITES_OUTSIDE as string,
  },
  {
    pattern: /(invalid version\b.*|.*\b(?:is not|not part of) a valid version.*|.*\bPEP ?440\b.*)/i,
    code: 'PACKAGE_INVALID',
    message: ([text]) => `the version is none that PEP 440 knows: ${text?.trim()}`,
    hint: 'write it like 1.2.3, 1.2.3rc1 or 1.2.3.post1',
  },
  {
    pattern: /(?:ModuleNotFoundError: )?No module named '([^']+)'/,
    code: 'BACKEND_FAILED',
    message: ([, name]) => `the build needs the module ${name}, which is not among its requirements`,
    hint: 'add what brings it to [build-system].requires: nothing else is there while a package is built',
  },
  {
    pattern: /(?:Temporary failure in name resolution|Network is unreachable|Name or service not known)/,
    code: 'BACKEND_FAILED',
    message: () => 'the build backend wanted the network, which no build has',
    hint: 'put what it fetches into the project, or into [build-system].requires',
  },
];

/** @returns a clearer error for a failed build, or undefined where the error is no such failure */
export function packageFailure(error: unknown): KilnError | undefined {
  if (!(error instanceof KilnError) || error.code !== 'ACTION_FAILED' || !isOurs(error)) {
    return undefined;
  }
  const { lines } = error;
  const verdicts = lines.flatMap((line) => VERDICT.exec(line.trim()) ?? []);
  const code = verdicts[1] as ErrorCode | undefined;
  if (code) {
    const sentences = lines.flatMap((line) => VERDICT.exec(line.trim())?.[2] ?? []);
    const hint = HINTS[code];
    return new KilnError(code, sentences.join('; '), { lines, cause: error, ...(hint ? { hint } : {}) });
  }
  for (const { pattern, code: known, message, hint } of KNOWN) {
    const match = lines.map((line) => pattern.exec(line)).findLast((found) => found !== null);
    if (match) {
      return new KilnError(known, message(match), { hint, lines, cause: error });
    }
  }
  const said = lines.map((line) => SAID.exec(line.trim())).findLast((match) => match?.[1] ?? match?.[2]);
  return new KilnError('BACKEND_FAILED', `the build backend failed${said ? `: ${said[1] ?? said[2]}` : ''}`, {
    lines,
    hint: 'the lines above are the backend’s own; the whole log is named below them',
    cause: error,
  });
}

/** Fetching fails in its own words. */
function isOurs({ message }: KilnError): boolean {
  return /^(build|check|install) /.test(message);
}
