/**
 * One pattern instead of several where that says the same. Nx keeps, sends between its processes and writes every input of
 * every project: in a workspace of a thousand they are most of its graph. Pure.
 */
import type { Input } from './types';

const EXCLUDE = '!{projectRoot}/';

/** Joins what lists leave out of the project's folder; everything else stays as it is. */
export function mergeExcludes(inputs: readonly Input[]): Input[] {
  const merged = new Map<string, { readonly at: number; readonly patterns: string[] }>();
  const out: (Input | undefined)[] = inputs.map((input, at) => {
    const pattern = excludedBy(input);
    if (pattern === undefined) {
      return input;
    }
    const kind = typeof input === 'string' ? 'seen' : 'ignored';
    const group = merged.get(kind) ?? { at, patterns: [] };
    merged.set(kind, group);
    group.patterns.push(pattern);
    return group.at === at ? input : undefined;
  });
  for (const [kind, { at, patterns }] of merged) {
    const fileset = `${EXCLUDE}${joined([...new Set(patterns)])}`;
    out[at] = kind === 'seen' ? fileset : { fileset, includeIgnored: true };
  }
  return out.filter((input) => input !== undefined);
}

/** The pattern of an input that leaves out something, if it can stand in a list of alternatives. */
function excludedBy(input: Input): string | undefined {
  const fileset = typeof input === 'string' ? input : isFromDisk(input) ? input.fileset : '';
  const pattern = fileset.startsWith(EXCLUDE) ? fileset.slice(EXCLUDE.length) : undefined;
  // A class of characters or a comma could mean something else among alternatives.
  return pattern && !pattern.includes('[') && !pattern.replace(/\{[^{}]*\}/g, '').includes(',') ? pattern : undefined;
}

function isFromDisk(input: Exclude<Input, string>): input is { fileset: string; includeIgnored: true } {
  return 'fileset' in input && 'includeIgnored' in input && input.includeIgnored === true;
}

/** @param patterns at least one, none of which needs quoting */
export function joined(patterns: readonly string[]): string {
  return patterns.length === 1 ? (patterns[0] as string) : `{${patterns.join(',')}}`;
}
