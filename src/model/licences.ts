/** Which of the words that packages use for their licences count. */

/** Longer ones are the licence itself. */
const LONGEST_NAME = 100;
/** Classifiers that say nothing that one could look up. */
const VAGUE = /^(OSI Approved|DFSG approved|Other\/Proprietary License|Freely Distributable|Freeware)$/;

export interface LicenceWords {
  /** PEP 639: SPDX. */
  readonly expressions: readonly string[];
  /** The field from before it, which holds a name or a whole text. */
  readonly fields: readonly string[];
  readonly classifiers: readonly string[];
}

/** An SPDX identifier or expression, else words, as the package gives them; several: any of them may hold. */
export function licencesOf({ expressions, fields, classifiers }: LicenceWords): readonly string[] {
  const named = fields.filter(
    (text) => text !== '' && text !== 'UNKNOWN' && text.length <= LONGEST_NAME && !text.includes('\n'),
  );
  const classified = classifiers.flatMap((line) => {
    const last = /^License :: (?:.* :: )?([^:]+)$/.exec(line)?.[1]?.trim();
    return last && !VAGUE.test(last) ? [last] : [];
  });
  return [expressions.slice(0, 1), named.slice(0, 1), classified].find((list) => list.length > 0) ?? [];
}
