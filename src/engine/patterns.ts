/** Patterns over `/` separated paths. Pure. `*` and `?` stay within a segment, `**` as a whole segment crosses them. */

type Test = (path: string) => boolean;

/**
 * Whether a path matches any of the patterns: `*`, `**`, `?`, `{a,b}`; everything else is literal, dotfiles match.
 * `src/**` matches what is below `src`, not `src` itself. No patterns match nothing.
 */
export function matcher(patterns: readonly string[]): Test {
  if (patterns.length === 0) {
    return () => false;
  }
  const alternatives = patterns.flatMap(expandBraces).map(toExpression);
  const expression = new RegExp(`^(?:${alternatives.join('|')})$`, 'su');
  return (path) => expression.test(path);
}

/**
 * Whether a folder can hold anything that is included and not excluded; lets a walk leave out whole folders.
 * Never false for a folder that holds a wanted file; may be true for one that does not.
 */
export function folderFilter(include: readonly string[] | undefined, exclude: readonly string[]): Test {
  const entered = include ? matcher(include.flatMap(expandBraces).flatMap(foldersOf)) : () => true;
  const left = matcher(exclude.flatMap(expandBraces).flatMap((p) => (p.endsWith('/**') ? [p.slice(0, -3)] : [])));
  return (folder) => entered(folder) && !left(folder);
}

/** Patterns of the folders that a pattern's files can be in: `a/b?/**` → `a`, `a/b?`, `a/b?/**`. */
function foldersOf(pattern: string): string[] {
  const segments = pattern.split('/');
  const open = segments.indexOf('**');
  const depth = open === -1 ? segments.length - 1 : open + 1;
  return Array.from({ length: depth }, (_, index) => segments.slice(0, index + 1).join('/'));
}

/** `a{b,c}` → `ab`, `ac`; braces nest; one without its partner is a literal. */
function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  const close = open === -1 ? -1 : partner(pattern, open);
  if (close === -1) {
    return [pattern];
  }
  const before = pattern.slice(0, open);
  const rest = expandBraces(pattern.slice(close + 1));
  return splitTop(pattern.slice(open + 1, close))
    .flatMap(expandBraces)
    .flatMap((middle) => rest.map((after) => `${before}${middle}${after}`));
}

function partner(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    depth += pattern[at] === '{' ? 1 : pattern[at] === '}' ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return -1;
}

/** Splits at the commas that are in no inner braces. */
function splitTop(list: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of list) {
    depth += char === '{' ? 1 : char === '}' ? -1 : 0;
    if (char === ',' && depth === 0) {
      parts.push('');
    } else {
      parts.push(`${parts.pop()}${char}`);
    }
  }
  return parts;
}

function toExpression(pattern: string): string {
  const segments = pattern.split('/');
  return segments
    .map((segment, index) => {
      const last = index === segments.length - 1;
      if (segment === '**') {
        return last ? '.+' : '(?:[^/]+/)*';
      }
      return `${segmentExpression(segment)}${last ? '' : '/'}`;
    })
    .join('');
}

function segmentExpression(segment: string): string {
  return segment
    .replace(/\*+/g, '*')
    .replace(/[\\^$.*+?()[\]{}|]/g, (char) => (char === '*' ? '[^/]*' : char === '?' ? '[^/]' : `\\${char}`));
}
