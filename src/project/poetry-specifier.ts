import { normalizeSpecifier } from './versions';

/**
 * Poetry's version constraints as PEP 440: `^1.2` is `<2,>=1.2`, `~1.2` is `<1.3,>=1.2`, `1.*`, `1.2`, `*`.
 * @returns '' for any version; `undefined` for alternatives (`||`), which PEP 440 has no words for
 */
export function poetrySpecifier(text: string): string | undefined {
  const parts = text
    // `>=1 <2` means both.
    .replace(/([<>=!~^])\s+/g, '$1')
    .split(/[,\s]+/)
    .filter((part) => part !== '' && part !== '*');
  const clauses = parts.map(clause);
  return clauses.includes(undefined) ? undefined : normalizeSpecifier(clauses.join(','));
}

function clause(part: string): string | undefined {
  const m = /^(\^|~(?!=))?(\d[\w.!+-]*(?:\.\*)?)$/.exec(part);
  if (!m) {
    return /^(~=|===?|!=|<=?|>=?)/.test(part) ? part.replace(/^=(?!=)/, '==') : undefined;
  }
  const [, operator, version = ''] = m;
  if (!operator) {
    return `==${version}`;
  }
  const release = /^\d+(\.\d+)*/.exec(version)?.[0].split('.').map(Number) ?? [];
  return `>=${version},<${upperBound(operator, release)}`;
}

function upperBound(operator: string, release: readonly number[]): string {
  const firstSet = release.findIndex((part) => part > 0);
  // The caret keeps the first part that is not zero, the tilde the minor version.
  const keep = operator === '~' ? Math.min(1, release.length - 1) : firstSet < 0 ? release.length - 1 : firstSet;
  return release
    .slice(0, keep + 1)
    .map((part, i) => (i === keep ? part + 1 : part))
    .join('.');
}
