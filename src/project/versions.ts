/** PEP 440 versions and specifiers, as far as requirements and markers need them. */

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** a, b, rc as -3, -2, -1 with their number; 0 for a final release. */
  readonly pre: readonly [number, number];
  readonly post: number;
  readonly dev: number;
  readonly local: string;
}

const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;
const PRE_RANK: Readonly<Record<string, number>> = {
  a: -3,
  alpha: -3,
  b: -2,
  beta: -2,
  c: -1,
  rc: -1,
  pre: -1,
  preview: -1,
};
const PRE_TEXT: Readonly<Record<number, string>> = { [-3]: 'a', [-2]: 'b', [-1]: 'rc' };

function parse(text: string): Version | undefined {
  const m = PATTERN.exec(text.trim().toLowerCase());
  if (!m) {
    return undefined;
  }
  const post = m[5] ?? m[6];
  return {
    epoch: Number(m[1] ?? 0),
    release: (m[2] as string).split('.').map(Number),
    pre: m[3] ? [PRE_RANK[m[3]] as number, Number(m[4] || 0)] : [0, 0],
    post: post === undefined ? -1 : Number(post || 0),
    dev: m[7] === undefined ? Number.POSITIVE_INFINITY : Number(m[7] || 0),
    local: (m[8] ?? '').replace(/[-_]/g, '.'),
  };
}

/** The normal form of PEP 440 (`1.0-RC1` is `1.0rc1`); what is no version comes back as it is. */
export function normalizeVersion(text: string): string {
  const v = parse(text);
  if (!v) {
    return text.trim();
  }
  return [
    v.epoch ? `${v.epoch}!` : '',
    v.release.join('.'),
    v.pre[0] ? `${PRE_TEXT[v.pre[0]]}${v.pre[1]}` : '',
    v.post >= 0 ? `.post${v.post}` : '',
    v.dev === Number.POSITIVE_INFINITY ? '' : `.dev${v.dev}`,
    v.local ? `+${v.local}` : '',
  ].join('');
}

/** @returns negative, 0 or positive; `undefined` where one of the two is no version. Local parts are not compared. */
export function compareVersions(a: string, b: string): number | undefined {
  const [x, y] = [parse(a), parse(b)];
  if (!x || !y) {
    return undefined;
  }
  const length = Math.max(x.release.length, y.release.length);
  const parts = (v: Version): number[] => [
    v.epoch,
    ...Array.from({ length }, (_, i) => v.release[i] ?? 0),
    // 1.0.dev1 comes before 1.0a1
    v.pre[0] === 0 && v.post < 0 && v.dev !== Number.POSITIVE_INFINITY ? -4 : v.pre[0],
    v.pre[1],
    v.post,
    v.dev,
  ];
  const [left, right] = [parts(x), parts(y)];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at < 0 ? 0 : (left[at] as number) < (right[at] as number) ? -1 : 1;
}

const CLAUSE = /^(~=|===|==|!=|<=|>=|<|>)\s*([0-9A-Za-z][^\s,;<>=!~]*)$/;

/**
 * Normal form of a specifier set: no spaces, versions normalised, clauses sorted: `<9,>=8.1`.
 * @returns `undefined` where a clause is not of PEP 440
 */
export function normalizeSpecifier(text: string): string | undefined {
  const clauses = text
    .split(',')
    .map((clause) => clause.trim())
    .filter(Boolean);
  const parsed = clauses.map((clause) => CLAUSE.exec(clause));
  if (parsed.includes(null)) {
    return undefined;
  }
  const normal = parsed.map((m) => {
    const [, operator, version] = m as RegExpExecArray;
    const star = (version as string).endsWith('.*');
    return `${operator}${normalizeVersion(star ? (version as string).slice(0, -2) : (version as string))}${star ? '.*' : ''}`;
  });
  return [...new Set(normal)].sort().join(',');
}

/**
 * Equal for specifiers that allow the same versions by PEP 440, however long they are written: `>=3.8` and `>=3.8.0`.
 * The number of parts counts with `~=` and stars; `===` compares texts.
 * @param specifier normalised
 */
export function specifierMeaning(specifier: string): string {
  return specifier.replace(
    /(^|,)(>=|<=|==|!=|>|<)((?:\d+!)?\d+(?:\.\d+)*)(?![\d.]*\.\*)/g,
    (_, comma: string, operator: string, release: string) => `${comma}${operator}${release.replace(/(\.0+)+$/, '')}`,
  );
}

/** Whether a version satisfies one clause, `>=` with `3.12`; `undefined` where that cannot be told. */
export function satisfies(version: string, operator: string, wanted: string): boolean | undefined {
  if (wanted.endsWith('.*')) {
    const prefix = parse(wanted.slice(0, -2))?.release;
    const release = parse(version)?.release;
    const equal = prefix && release && prefix.every((n, i) => n === (release[i] ?? 0));
    return operator === '==' ? equal : operator === '!=' && equal !== undefined ? !equal : undefined;
  }
  const order = compareVersions(version, wanted);
  if (order === undefined) {
    return undefined;
  }
  switch (operator) {
    case '==':
    case '===':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '~=':
      return order >= 0 && satisfies(version, '==', `${wanted.split('.').slice(0, -1).join('.')}.*`);
    default:
      return undefined;
  }
}

/** Whether a version satisfies every clause of a normalised specifier; `undefined` where that cannot be told. */
export function satisfiesAll(version: string, specifier: string): boolean | undefined {
  const results = specifier
    .split(',')
    .filter(Boolean)
    .map((clause) => {
      const m = CLAUSE.exec(clause.trim());
      return m ? satisfies(version, m[1] as string, m[2] as string) : undefined;
    });
  return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
}
