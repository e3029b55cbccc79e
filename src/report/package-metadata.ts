/** What the METADATA of an installed package says about it. Pure. */
import { licencesOf } from '../model/licences';

export interface PackageMetadata {
  readonly name: string;
  readonly version: string;
  readonly summary?: string;
  /** See `licencesOf`. */
  readonly licences: readonly string[];
  /** Names that it needs without being asked for an extra, as written. */
  readonly requires: readonly string[];
}

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
    licences: licencesOf({
      expressions: all('license-expression'),
      fields: all('license'),
      classifiers: all('classifier'),
    }),
    requires: all('requires-dist')
      .filter((line) => !/;.*\bextra\s*==/.test(line))
      .flatMap((line) => /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line)?.[0] ?? []),
  };
}
