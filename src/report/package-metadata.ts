/** What the METADATA of an installed package says about it. Pure. */

export interface PackageMetadata {
  readonly name: string;
  readonly version: string;
  readonly summary?: string;
  /** An SPDX identifier or expression, else words, as the package gives them; several: any of them may hold. */
  readonly licences: readonly string[];
  /** Names that it needs without being asked for an extra, as written. */
  readonly requires: readonly string[];
}

/** Longer ones are the licence itself. */
const LONGEST_NAME = 100;
/** Classifiers that say nothing that one could look up. */
const VAGUE = /^(OSI Approved|DFSG approved|Other\/Proprietary License|Freely Distributable|Freeware)$/;

/** @param text headers as of RFC 822, then a description that is of no interest here */
export function readMetadata(text: string): PackageMetadata {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const fields = [...head.matchAll(/^([A-Za-z-]+):[ \t]*(.*(?:\r?\n[ \t]+.*)*)/gm)].map(
    ([, name = '', value = '']) => [name.toLowerCase(), value.trim()] as const,
  );
  const all = (wanted: string): string[] => fields.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const [summary] = all('summary');
  return {
    name: all('name')[0] ?? '',
    version: all('version')[0] ?? '',
    ...(summary && summary !== 'UNKNOWN' ? { summary } : {}),
    licences: licencesOf(all('license-expression'), all('license'), all('classifier')),
    requires: all('requires-dist')
      .filter((line) => !/;.*\bextra\s*==/.test(line))
      .flatMap((line) => /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line)?.[0] ?? []),
  };
}

/** PEP 639's expression; before it, a field that held a name or a whole text, and classifiers. */
function licencesOf(
  expressions: readonly string[],
  fields: readonly string[],
  classifiers: readonly string[],
): readonly string[] {
  const named = fields.filter(
    (text) => text !== '' && text !== 'UNKNOWN' && text.length <= LONGEST_NAME && !text.includes('\n'),
  );
  const classified = classifiers.flatMap((line) => {
    const last = /^License :: (?:.* :: )?([^:]+)$/.exec(line)?.[1]?.trim();
    return last && !VAGUE.test(last) ? [last] : [];
  });
  return [expressions.slice(0, 1), named.slice(0, 1), classified].find((list) => list.length > 0) ?? [];
}
