/**
 * Turns a member pattern into a test of a relative folder: `*` and `?` stay within a segment, `**` crosses, `[a-z]` and `{a,b}` work.
 * @throws nothing: what is no pattern matches itself
 */
export function matchGlob(pattern: string): (path: string) => boolean {
  const normal = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  const body = normal.replace(/\*\*\/|\*\*|\*|\?|\[!?[^\]]*\]|\{[^}]*\}|[.+^$()|[\]{}\\]/g, (token) => {
    switch (token[0]) {
      case '*':
        return token === '**/' ? '(?:[^/]+/)*' : token === '**' ? '.*' : '[^/]*';
      case '?':
        return '[^/]';
      case '[':
        return token.length > 1 ? token.replace('[!', '[^').replaceAll('\\', '\\\\') : '\\[';
      case '{':
        return token.length > 1 ? `(?:${token.slice(1, -1).split(',').map(escape).join('|')})` : '\\{';
      default:
        return `\\${token}`;
    }
  });
  try {
    const expression = new RegExp(`^${body}$`, 'u');
    return (path) => expression.test(path);
  } catch {
    // A class such as [z-a] is no pattern.
    return (path) => path === normal;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
