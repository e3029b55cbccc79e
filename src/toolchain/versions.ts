/** PEP 440, as far as choosing among released Pythons needs it. Pure. */

/** `3.14.6` → `[3, 14, 6]`; what is no plain release is `undefined`. */
export function parseRelease(text: string): readonly number[] | undefined {
  return /^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : undefined;
}

/** Negative, zero or positive; missing parts count as 0 (`3.14` = `3.14.0`). */
export function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** Sorts version texts, newest first. */
export function newestFirst(versions: readonly string[]): string[] {
  return [...versions].sort((a, b) => compareReleases(parseRelease(b) ?? [], parseRelease(a) ?? []));
}

type Check = (release: readonly number[]) => boolean;

const CLAUSE =
  /^(~=|===?|!=|<=|>=|<|>)\s*v?(\d+(?:\.\d+)*)(\.\*)?((?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|dev)[-_.]?\d*)*)$/i;

/**
 * Reads `requires-python`: every clause must hold. An empty text allows all.
 * @returns undefined when a clause is not PEP 440, or uses what a released Python never has (post releases, local versions)
 */
export function parseSpecifiers(text: string): ((version: string) => boolean) | undefined {
  const checks: Check[] = [];
  for (const clause of text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const check = parseClause(clause);
    if (!check) {
      return undefined;
    }
    checks.push(check);
  }
  return (version) => {
    const release = parseRelease(version);
    return release !== undefined && checks.every((check) => check(release));
  };
}

function parseClause(clause: string): Check | undefined {
  const [, operator, digits, star, pre] = CLAUSE.exec(clause) ?? [];
  if (!operator || !digits || (star && (pre || !['==', '!='].includes(operator)))) {
    return undefined;
  }
  const wanted = digits.split('.').map(Number);
  if (pre) {
    return besidePrerelease(operator, wanted);
  }
  const same: Check = star
    ? (v) => wanted.every((part, i) => (v[i] ?? 0) === part)
    : (v) => compareReleases(v, wanted) === 0;
  switch (operator) {
    case '==':
    case '===':
      return same;
    case '!=':
      return (v) => !same(v);
    case '>=':
      return (v) => compareReleases(v, wanted) >= 0;
    case '>':
      return (v) => compareReleases(v, wanted) > 0;
    case '<=':
      return (v) => compareReleases(v, wanted) <= 0;
    case '<':
      return (v) => compareReleases(v, wanted) < 0;
    default:
      return compatible(wanted);
  }
}

/** `~=3.10.2` is `>=3.10.2, ==3.10.*`; `~=3` means nothing. */
function compatible(wanted: readonly number[]): Check | undefined {
  if (wanted.length < 2) {
    return undefined;
  }
  const series = wanted.slice(0, -1);
  return (v) => compareReleases(v, wanted) >= 0 && series.every((part, i) => (v[i] ?? 0) === part);
}

/** Against `3.15.0rc1` a final release is never equal: it is on the side of `3.15.0` that it is anyway. */
function besidePrerelease(operator: string, wanted: readonly number[]): Check | undefined {
  switch (operator) {
    case '>=':
    case '>':
      return (v) => compareReleases(v, wanted) >= 0;
    case '<=':
    case '<':
      return (v) => compareReleases(v, wanted) < 0;
    case '!=':
      return () => true;
    case '==':
    case '===':
      return () => false;
    default:
      return compatible(wanted);
  }
}
