/** poetry's way to write versions, as PEP 440. */
import { normalizeSpecifier } from '../versions';

/**
 * `^1.2`, `~1.2`, `1.2.*`, `1.2`, `>=1,<2`, `>=1 <2` and `*` as clauses of PEP 440. Alternatives (`||`) have no such form.
 * @returns '' for any version and for alternatives; `undefined` where the text is none
 */
export function poetrySpecifier(text: string): string | undefined {
  const alternatives = text.split(/\s*\|\|?\s*/);
  if (alternatives.length > 1) {
    return alternatives.every((part) => clauses(part) !== undefined) ? '' : undefined;
  }
  return clauses(text);
}

/** Of a constraint on Python: where there are alternatives, the last one, which everybody writes for the newest. */
export function poetryPython(text: string): string | undefined {
  return clauses(text.split(/\s*\|\|?\s*/).pop() as string);
}

function clauses(text: string): string | undefined {
  const parts = text
    .trim()
    .replace(/([~^<>=!])\s+/g, '$1')
    .split(/\s*,\s*|\s+/)
    .filter((part) => part !== '' && part !== '*');
  const normal = parts.map(clause);
  return normal.includes(undefined) ? undefined : normalizeSpecifier(normal.join(','));
}

function clause(text: string): string | undefined {
  const [, operator = '', version = ''] = /^(\^|~(?!=)|~=|===|==|!=|<=|>=|<|>|=)?(\S+)$/.exec(text) ?? [];
  if (!/^v?\d/.test(version)) {
    return undefined;
  }
  switch (operator) {
    case '^':
      return range(version, caretDepth(version));
    case '~':
      return range(version, version.split('.').length === 1 ? 1 : 2);
    case '':
    case '=':
      return /^\d+(\.\d+)*$/.test(version) || !version.endsWith('*') ? `==${version}` : `==${wildcard(version)}`;
    default:
      return version.endsWith('*') ? `${operator}${wildcard(version)}` : `${operator}${version}`;
  }
}

/** `1.2.*`; poetry also takes `1.2*`. */
function wildcard(version: string): string {
  return `${version.replace(/\.?\*$/, '')}.*`;
}

/** The first part that is not zero may not change. */
function caretDepth(version: string): number {
  const release = releaseOf(version);
  const at = release.findIndex((n) => n !== 0);
  return at < 0 ? release.length : at + 1;
}

function range(version: string, depth: number): string {
  const release = releaseOf(version);
  const upper = [...release.slice(0, depth - 1), (release[depth - 1] ?? 0) + 1];
  while (upper.length < Math.max(release.length, 2)) {
    upper.push(0);
  }
  return `>=${version},<${upper.join('.')}`;
}

function releaseOf(version: string): number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '0').split('.').map(Number);
}
